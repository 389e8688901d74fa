package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeState;
import java.util.SplittableRandom;

/**
 * Brings packets, to the node that has announced its addresses last, as soon as who sends has learnt of it. A switch
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

    /** Some frames arrive, mostly where the addresses are. */
    void deliver() {
        SplittableRandom random = world.random();
        boolean astray = !world.scenario().planned() && random.nextInt(16) == 0;
        Machine machine = world.machine(astray ? random.nextInt(2) : target());
        if (!machine.isUp()) {
            return;
        }
        int frames = 1 + random.nextInt(random.nextInt(8) == 0 ? 24 : 4);
        for (int i = 0; i < frames; i++) {
            int port = random.nextInt(2);
            int queue = random.nextInt(world.scenario().workers());
            byte[] frame = world.workload().next(port);
            boolean arrives = machine.node().port(port, queue).arrive(frame);
            if (!arrives) {
                world.workload().refused(frame);
            }
            if (world.isTraced()) {
                world.event(
                        machine,
                        (arrives ? "gets #" : "has no room for #")
                                + world.workload().inputs() + " in queue " + queue + " of port " + port);
            }
        }
    }

    private int target() {
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
