package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.simulator.model.Violation;

/** Looks at one process after each of its steps: epochs against its disk, and what its policy makes of a backup that is lost or lags. */
final class Watch {
    private final World world;
    private final Machine machine;
    private final long[] acknowledged;
    private final long[] sinceNs;
    private long lastNs = Long.MIN_VALUE;
    private Role roleBefore;
    private boolean wasProtected;

    Watch(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
        this.acknowledged = new long[world.scenario().workers()];
        this.sinceNs = new long[world.scenario().workers()];
    }

    /** An agent has run its duty cycle. */
    void afterStep(int agent) {
        if (agent == 0 || agent == machine.node().agents() - 1) {
            checkEpoch();
        }
        if (agent == 0 && machine.number() == 0) {
            checkLag();
        }
    }

    private void checkEpoch() {
        Term term = machine.term();
        StoredEpochs durable = machine.disk().durable();
        Role role = term.role();
        boolean acts = role == Role.PRIMARY || role == Role.PROMOTING;
        world.epochs().onTerm(machine.name(), acts, term.epoch(), durable.epoch());
        if (role == Role.PROMOTING && roleBefore != Role.PROMOTING) {
            world.epochs().onPromotion(machine.name(), machine.number(), term.epoch());
        } else if (acts) {
            world.epochs().learns(machine.number(), term.epoch());
        } else if (term.handedOver()) {
            world.epochs().onHandedOver(machine.name(), machine.number(), term.epoch(), durable.seen());
        } else if (role == Role.FENCED
                && !machine.epochs().isBusy()
                && machine.epochs().problem() == null) {
            world.epochs().learns(machine.number(), Math.max(term.epoch(), durable.seen()));
        }
        roleBefore = role;
    }

    /** The node has changed state. */
    void onState(NodeState state) {
        wasProtected |= state == NodeState.PROTECTED;
        if (state == NodeState.GOING_SOLO && wasProtected && world.scenario().hold()) {
            throw new Violation("I1: " + machine.name() + " goes solo although it should hold");
        }
    }

    /** With {@code continue} a primary does not wait much longer than it may for a connected backup that executes nothing. */
    private void checkLag() {
        long nowNs = world.time().nowNs();
        boolean stoodStill = nowNs - lastNs > Scenario.PEER_TIMEOUT_NS / 2;
        lastNs = nowNs;
        boolean counts = machine.state() == NodeState.PROTECTED
                && !stoodStill
                && !world.scenario().hold();
        for (int worker = 0; worker < acknowledged.length; worker++) {
            WorkerEnds ends = machine.node().node().ends().get(worker);
            long ordinal = ends.log().acknowledgedOrdinal();
            if (!counts || ordinal != acknowledged[worker] || ends.log().ring().bytesHeld() == 0) {
                acknowledged[worker] = ordinal;
                sinceNs[worker] = nowNs;
            }
            if (nowNs - sinceNs[worker] > 2 * world.scenario().lagTimeoutNs()) {
                throw new Violation("liveness: " + machine.name() + " has waited " + (nowNs - sinceNs[worker]) / 1000
                        + " us for a connected backup that executes nothing, and may wait "
                        + world.scenario().lagTimeoutNs() / 1000);
            }
        }
    }
}
