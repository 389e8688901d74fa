package io.lockstep.simulator.world;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.simulator.model.Violation;

/** A node's own figures against what has happened to it (I5). */
final class CounterChecks {
    private final World world;

    CounterChecks(World world) {
        this.world = world;
    }

    /** Released, received, and the balance of both; malformed frames. */
    void check(Machine machine) {
        long released = 0;
        long received = 0;
        long replayed = 0;
        long passedBy = 0;
        for (WorkerCounters counters : machine.node().node().counters()) {
            released += counters.releasedTotal(0) + counters.releasedTotal(1);
            received += counters.receivedTotal(0) + counters.receivedTotal(1);
            replayed += counters.replayedTotal();
            passedBy += counters.lostTotal(Loss.NOT_PRIMARY.ordinal());
        }
        expect(machine, "packets as released", machine.witness().released(), released);
        if (world.workload().isObserved()) {
            expect(machine, "packets as received or passed by", machine.node().taken(), received + passedBy);
            boolean quiet = machine.model().unfinished() == 0 && machine.inFlight() == 0;
            if (!world.scenario().timer() && quiet && machine.state() != NodeState.FENCED) {
                expect(
                        machine,
                        "inputs as received or replayed",
                        machine.model().started(),
                        received + replayed);
            }
        }
        if (machine.node().pool().inUse() == 0) {
            checkBalance(machine);
        }
        for (WorkerEnds ends : machine.node().node().ends()) {
            if (ends.status().malformedFrames() > 0 && !world.strangersCame()) {
                throw new Violation("liveness: " + machine.name() + " has met malformed frames: "
                        + ends.status().malformedFrames());
            }
        }
    }

    /** Nothing is in flight, held or queued, so all that came in has become something. */
    private static void checkBalance(Machine machine) {
        int reasons = machine.node().node().functions().reasonCount();
        for (WorkerCounters counters : machine.node().node().counters()) {
            long in = counters.receivedTotal()
                    + counters.timersTotal()
                    + counters.replayedTotal()
                    + counters.emittedTotal();
            long out =
                    counters.releasedTotal(0) + counters.releasedTotal(1) + counters.doneTotal() + counters.leftTotal();
            for (int reason = 0; reason < reasons; reason++) {
                boolean elsewhere = reason < Loss.values().length && Loss.values()[reason].countsElsewhere();
                out += elsewhere ? 0 : counters.lostTotal(reason);
            }
            expect(machine, "packets come to an end", in, out);
        }
    }

    private static void expect(Machine machine, String what, long happened, long counted) {
        if (happened != counted) {
            throw new Violation("I5: " + machine.name() + " counts " + counted + " " + what + ", expected " + happened);
        }
    }

    /** Nothing in flight, nothing kept; but a packet of the NAT may wait, for seconds, for a host whose answer was lost. */
    void checkBuffers(Machine machine) {
        var pool = machine.node().pool();
        int held = machine.held();
        boolean quiet = machine.model().unfinished() == 0 && machine.inFlight() == 0;
        machine.stop();
        if (quiet && world.workload().isObserved() && pool.inUse() != held) {
            throw new Violation(
                    "I5: " + machine.name() + " keeps " + pool.inUse() + " buffers and holds " + held + " packets");
        }
    }
}
