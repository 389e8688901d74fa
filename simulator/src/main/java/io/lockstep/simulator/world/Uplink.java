package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeState;

/**
 * Where the network delivers packets: to the node that has announced its addresses last, as soon as who sends has learnt of it. A switch
 * never sees the announcement and the next packet at the same time, so that takes a while.
 */
final class Uplink {
    /** Shorter than the time for which a primary that hands over must have heard nothing: the promise of a switchover needs it. */
    private static final int MOST_NS = (int) (Scenario.QUIET_NS * 9 / 10);

    private final World world;
    private int target;
    private int next;
    private long movesAtNs;

    Uplink(World world) {
        this.world = world;
    }

    /** A node has announced its addresses. */
    void announced(int machine) {
        if (machine != next) {
            next = machine;
            movesAtNs = world.time().nowNs() + world.random().nextInt(MOST_NS);
        }
    }

    /** A node without addresses of its own has changed state: what the machinery around it would make of that. */
    void onState(Machine machine, NodeState state) {
        switch (state) {
            case TAKING_OVER, SOLO, PROTECTED -> announced(machine.number());
            default -> {
                /* Announces nothing. */
            }
        }
    }

    /** Who gets the next frame. */
    int target() {
        if (next != target && world.time().nowNs() >= movesAtNs) {
            target = next;
            world.event(null, "packets now go to machine " + target);
        }
        return target;
    }

    /** Who has announced last. */
    int lastAnnounced() {
        return next;
    }
}
