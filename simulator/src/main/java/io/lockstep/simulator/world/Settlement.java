package io.lockstep.simulator.world;

import io.lockstep.nf.state.Region;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.nf.HostedVariable;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.role.Role;
import io.lockstep.simulator.model.Violation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The end of a run: faults have stopped, so the pair must come to rest within a bound, and be right. */
final class Settlement {
    private static final int MOST_ROUNDS = 1500;
    private static final int ROUNDS_AT_REST = 50;
    private static final int TIMERS_IN_FLIGHT = 8;
    private static final long ROUND_NS = 500_000;
    private static final Set<NodeState> ON_THE_WAY = EnumSet.of(
            NodeState.RECONNECTING,
            NodeState.TAKING_OVER,
            NodeState.RAISING_EPOCH,
            NodeState.HANDING_OVER,
            NodeState.GOING_SOLO,
            NodeState.DRAINING,
            NodeState.GOING_LIVE,
            NodeState.DIVERGED);

    private final World world;

    Settlement(World world) {
        this.world = world;
    }

    /** Lets everybody work until all is quiet. */
    void run() {
        int atRest = 0;
        String restless = "";
        for (int round = 0; round < MOST_ROUNDS; round++) {
            round(round, ROUND_NS);
            restless = restless(false);
            atRest = restless == null ? atRest + 1 : 0;
            if (atRest == ROUNDS_AT_REST) {
                finish();
                return;
            }
        }
        throw new Violation("liveness: " + MOST_ROUNDS + " rounds after the last fault, " + restless);
    }

    /** Time stands still, so that no timer fires: now also the last input must come to its end. */
    private void finish() {
        String restless = "";
        for (int round = 0; round < ROUNDS_AT_REST && restless != null; round++) {
            round(round, 0);
            restless = restless(true);
        }
        if (restless != null) {
            throw new Violation("liveness: " + ROUNDS_AT_REST + " rounds after the last timer, " + restless);
        }
    }

    private void round(int round, long passesNs) {
        world.nextStep();
        world.time().advance(passesNs);
        for (int i = 0; i < 2; i++) {
            Machine machine = world.machine(i);
            if (machine.isUp()) {
                int agents = machine.node().agents();
                int first = world.random().nextInt(agents);
                for (int agent = 0; agent < agents; agent++) {
                    world.step(machine, (first + agent) % agents);
                }
            }
            world.network().flush();
        }
        if (round % 20 == 19) {
            operate();
        }
    }

    /**
     * A sensible operator: promotes a backup whose primary is gone or has started anew; restarts one that cannot be promoted without
     * force, because it was not in sync yet or its primary had gone on without it, and now waits for a session that nobody has.
     */
    private void operate() {
        Machine backup = world.machine(1);
        Machine primary = world.machine(0);
        boolean useless = backup.isUp()
                && (backup.state() == NodeState.JOINING
                        || (backup.state() == NodeState.PRIMARY_LOST && leftBehind(backup)));
        if (useless && isForeign(backup, primary)) {
            backup.stop();
            backup.start();
        }
        if (!backup.isUp() || backup.state() != NodeState.PRIMARY_LOST) {
            return;
        }
        boolean gone = !primary.isUp()
                || primary.state() == NodeState.FENCED
                || (primary.state() == NodeState.WAITING_FOR_BACKUP
                        && !backup.session().equals(primary.session()));
        if (gone) {
            var unused = backup.promote(PromotionKind.TAKEOVER);
        }
    }

    private static boolean isForeign(Machine backup, Machine primary) {
        return primary.isUp()
                && primary.state() == NodeState.WAITING_FOR_BACKUP
                && backup.session() != null
                && !backup.session().equals(primary.session());
    }

    /** Why the pair is not at rest; null when it is. */
    private String restless(boolean timersToo) {
        for (int i = 0; i < 2; i++) {
            Machine machine = world.machine(i);
            if (machine.isUp() && ON_THE_WAY.contains(machine.state())) {
                return machine.name() + " is " + machine.state().label();
            }
        }
        String restless = restlessPair();
        for (int i = 0; i < 2 && restless == null; i++) {
            Machine machine = world.machine(i);
            restless = machine.isUp() && isActive(machine) ? restlessTraffic(machine, timersToo) : null;
        }
        return restless;
    }

    private String restlessPair() {
        Machine a = world.machine(0);
        Machine b = world.machine(1);
        if (a.isUp() && b.isUp()) {
            return restlessBoth(a, b);
        }
        boolean waits = b.isUp() && b.state() == NodeState.PRIMARY_LOST && !leftBehind(b);
        if (waits || (b.isUp() && b.state() == NodeState.IN_SYNC)) {
            return b.name() + " is " + b.state().label() + " without a primary";
        }
        return a.isUp() && a.state() == NodeState.PROTECTED ? a.name() + " is protected without a backup" : null;
    }

    private static String restlessBoth(Machine a, Machine b) {
        boolean bothPrimary = role(a) == Role.PRIMARY && role(b) == Role.PRIMARY;
        boolean aProtected = a.state() == NodeState.PROTECTED;
        boolean apart = aProtected != (b.state() == NodeState.IN_SYNC);
        boolean sameSession = a.session().equals(b.session());
        boolean couldJoin = (a.state() == NodeState.WAITING_FOR_BACKUP && b.state() == NodeState.JOINING)
                || (a.state() == NodeState.HOLDING && b.state() == NodeState.PRIMARY_LOST && sameSession)
                || (a.state() == NodeState.WAITING_FOR_BACKUP && b.state() == NodeState.PRIMARY_LOST);
        return bothPrimary || apart || couldJoin
                ? a.name() + " is " + a.state().label() + " and " + b.name() + " is "
                        + b.state().label()
                : null;
    }

    private String restlessTraffic(Machine machine, boolean timersToo) {
        if (machine.node().waiting() > 0) {
            return machine.name() + " has " + machine.node().waiting() + " frames to receive";
        }
        int unfinished =
                timersToo ? machine.model().unfinished() : machine.model().unfinishedPackets();
        if (unfinished > 0) {
            return machine.name() + " has " + unfinished + " inputs in flight";
        }
        if (timersToo && machine.inFlight() > 0) {
            return machine.name() + " has " + machine.inFlight() + " inputs in flight";
        }
        if (machine.state() == NodeState.PROTECTED) {
            for (WorkerEnds ends : machine.node().node().ends()) {
                long streamed = ends.log().ring().nextOrdinal();
                if (streamed - ends.log().acknowledgedOrdinal() > (timersToo ? 0 : TIMERS_IN_FLIGHT)) {
                    return machine.name() + " has " + ends.log().acknowledgedOrdinal() + " records acknowledged of "
                            + streamed;
                }
            }
        }
        return null;
    }

    // ---------------------------------------------------------------- checks

    /** What must be true of a pair at rest. */
    void check() {
        checkEqual();
        checkLeftBehind();
        for (int i = 0; i < 2; i++) {
            if (world.machine(i).isUp()) {
                if (world.workload().isObserved()) {
                    checkState(world.machine(i));
                }
                checkCounters(world.machine(i));
            }
        }
        for (int i = 0; i < 2; i++) {
            if (world.machine(i).isUp()) {
                checkBuffers(world.machine(i));
            }
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

    private void checkCounters(Machine machine) {
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
            if (!world.scenario().timer() && machine.model().unfinished() == 0 && machine.state() != NodeState.FENCED) {
                expect(
                        machine,
                        "inputs as received or replayed",
                        machine.model().started(),
                        received + replayed);
            }
        }
        for (WorkerEnds ends : machine.node().node().ends()) {
            if (ends.status().malformedFrames() > 0 && !world.strangersCame()) {
                throw new Violation("liveness: " + machine.name() + " has met malformed frames: "
                        + ends.status().malformedFrames());
            }
        }
    }

    private static void expect(Machine machine, String what, long happened, long counted) {
        if (happened != counted) {
            throw new Violation("I5: " + machine.name() + " counts " + counted + " " + what + ", expected " + happened);
        }
    }

    /** Nothing in flight, nothing kept; but a packet of the NAT may wait, for seconds, for a host whose answer was lost. */
    private void checkBuffers(Machine machine) {
        var pool = machine.node().pool();
        boolean quiet = machine.model().unfinished() == 0 && machine.inFlight() == 0;
        machine.stop();
        if (quiet && world.workload().isObserved() && pool.inUse() > 0) {
            throw new Violation("I5: " + machine.name() + " keeps " + pool.inUse() + " buffers");
        }
    }

    private static boolean isActive(Machine machine) {
        return machine.state() == NodeState.PROTECTED || machine.state() == NodeState.SOLO;
    }

    private static Role role(Machine machine) {
        return machine.node().node().term().get().role();
    }

    private static boolean leftBehind(Machine machine) {
        return machine.node().node().ends().stream()
                .anyMatch(ends -> ends.status().leftBehind());
    }
}
