package io.lockstep.simulator.world;

import io.lockstep.nf.state.Region;
import io.lockstep.runtime.nf.HostedVariable;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.lockstep.simulator.model.Violation;
import java.util.List;

/** What must be true of a pair at rest. */
final class RestChecks {
    /** Announcements are repeated, about once a second. */
    private static final int WAITS = 12;

    private static final long WAIT_NS = 200_000_000L;

    private static final int RESTARTS_EVERY = 4;

    private final World world;

    RestChecks(World world) {
        this.world = world;
    }

    void run() {
        checkEqual();
        checkLeftBehind();
        checkPrimary();
        checkAddresses();
        if (world.scenario().planned()) {
            checkPlanned();
        }
        CounterChecks counters = new CounterChecks(world);
        for (int i = 0; i < 2; i++) {
            if (world.machine(i).isUp()) {
                if (world.workload().isObserved()) {
                    checkState(world.machine(i));
                    checkReleased(world.machine(i));
                }
                counters.check(world.machine(i));
            }
        }
        for (int i = 0; i < 2; i++) {
            if (world.machine(i).isUp()) {
                counters.checkBuffers(world.machine(i));
            }
        }
        if (world.random().nextInt(RESTARTS_EVERY) == 0) {
            checkRestart(world.machine(world.random().nextInt(2)));
        }
    }

    /** A node that starts now, whatever became of it, does not act as if its machine had not been where it was. */
    private void checkRestart(Machine machine) {
        if (!machine.isUp()) {
            machine.start();
            Term term = machine.term();
            world.epochs()
                    .onRestart(
                            machine.name(),
                            machine.number(),
                            term.epoch(),
                            term.role() == Role.PRIMARY && term.acceptsBackup());
        }
    }

    /** Where no process has ended there is a primary, whatever else has happened. */
    private void checkPrimary() {
        NodeState a = world.machine(0).isUp() ? world.machine(0).state() : null;
        NodeState b = world.machine(1).isUp() ? world.machine(1).state() : null;
        if (!world.someoneDied() && a == NodeState.FENCED && b != NodeState.SOLO) {
            throw new Violation("liveness: no process has ended, and nobody is primary: a is " + a + ", b is " + b);
        }
    }

    /**
     * Neighbours send to who has announced its addresses last: that must be the primary. Exempt: a primary that has gone solo, because
     * a backup that it could not hear any more may have announced itself for a switchover.
     */
    private void checkAddresses() {
        if (world.workload().isObserved()) {
            return;
        }
        for (int i = 0; i < 2; i++) {
            Machine machine = world.machine(i);
            Machine other = world.machine(1 - i);
            boolean only = machine.isUp()
                    && (machine.state() == NodeState.PROTECTED || (i == 1 && machine.state() == NodeState.SOLO))
                    && !(other.isUp() && Rest.isActive(other))
                    && !machine.model().mayHaveLostOutput()
                    && !(other.isUp() && other.model().mayHaveLostOutput());
            for (int wait = 0; only && wait < WAITS && world.uplink().lastAnnounced() != i; wait++) {
                world.time().advance(WAIT_NS);
                world.step(machine, 1);
            }
            if (only && world.uplink().lastAnnounced() != i) {
                throw new Violation("liveness: " + machine.name() + " is the only primary, and machine " + (1 - i)
                        + " was the last to announce the addresses");
            }
        }
    }

    /** Nothing went wrong: the switchover has come to its end, and has cost nothing. */
    private void checkPlanned() {
        Machine a = world.machine(0);
        Machine b = world.machine(1);
        if (a.state() != NodeState.FENCED || !a.term().handedOver() || b.state() != NodeState.SOLO) {
            throw new Violation("liveness: after a planned switchover " + a.name() + " is " + a.state() + " and "
                    + b.name() + " is " + b.state());
        }
        if (world.workload().isObserved()) {
            world.pair().checkNothingLost(b.model());
        }
    }

    /** What a protected primary at rest has executed has left, by whichever node. */
    private void checkReleased(Machine machine) {
        Machine other = world.machine(1 - machine.number());
        boolean lossless = machine.state() == NodeState.PROTECTED
                && other.isUp()
                && !machine.model().mayHaveLostOutput()
                && !other.model().mayHaveLostOutput();
        if (lossless && machine.model().unfinished() == 0) {
            world.pair().checkAllReleased(machine.model());
        }
    }

    /** A pair in sync and at rest has the same bytes on both nodes. */
    private void checkEqual() {
        Machine a = world.machine(0);
        Machine b = world.machine(1);
        if (!a.isUp() || !b.isUp() || a.state() != NodeState.PROTECTED) {
            return;
        }
        List<HostedVariable<?>> ours = a.node().node().functions().variables();
        List<HostedVariable<?>> theirs = b.node().node().functions().variables();
        for (int i = 0; i < ours.size(); i++) {
            for (int region = 0; region < ours.get(i).regions().size(); region++) {
                Region one = ours.get(i).regions().get(region);
                long differs = one.segment()
                        .mismatch(theirs.get(i).regions().get(region).segment());
                if (differs >= 0) {
                    throw new Violation(
                            "I2: " + a.name() + " and " + b.name() + " are in sync and at rest, and differ in "
                                    + ours.get(i).name() + ", region " + one.name() + ", from byte " + differs + " on");
                }
            }
        }
    }

    /** A backup that its primary has left behind, and that can hear so, refuses to be promoted. */
    private void checkLeftBehind() {
        Machine a = world.machine(0);
        Machine b = world.machine(1);
        boolean left = a.isUp()
                && b.isUp()
                && a.state() == NodeState.SOLO
                && b.state() == NodeState.PRIMARY_LOST
                && a.session().equals(b.session());
        if (left) {
            var answer = b.promote(PromotionKind.TAKEOVER);
            world.step(b, 0);
            if (!answer.isDone() || answer.join().accepted()) {
                throw new Violation("I1: " + b.name() + " can be promoted without force although " + a.name()
                        + " has gone on without it and released output that " + b.name() + " does not know");
            }
        }
    }

    /** Every word of every shared variable is what the node's history makes of it. */
    private static void checkState(Machine machine) {
        int index = 0;
        for (HostedVariable<?> variable : machine.node().node().functions().variables()) {
            for (int word = 0; word < 10; word++) {
                long found = variable.regions().getFirst().getLong(8L * word);
                long expected = machine.model().word(index, word);
                if (found != expected) {
                    throw new Violation("I3: word " + word + " of v" + index + " on " + machine.name() + " is "
                            + Long.toHexString(found) + ", its history says " + Long.toHexString(expected));
                }
            }
            index++;
        }
    }
}
