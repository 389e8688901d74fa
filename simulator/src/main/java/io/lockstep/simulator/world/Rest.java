package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.role.Role;
import java.util.EnumSet;
import java.util.Set;

/** Whether a pair is at rest: nothing is on its way, and nothing could still happen that must. */
final class Rest {
    private static final int TIMERS_IN_FLIGHT = 8;
    private static final Set<NodeState> ON_THE_WAY = EnumSet.of(
            NodeState.RECONNECTING,
            NodeState.HANDING_OVER,
            NodeState.GOING_SOLO,
            NodeState.TAKING_OVER,
            NodeState.RAISING_EPOCH,
            NodeState.DRAINING,
            NodeState.GOING_LIVE,
            NodeState.DIVERGED);

    private final World world;

    Rest(World world) {
        this.world = world;
    }

    /** Why the pair is not at rest; null when it is. */
    String restless(boolean timersToo) {
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
        boolean waits = b.isUp() && b.state() == NodeState.PRIMARY_LOST && !Operator.leftBehind(b);
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
        if (timersToo && machine.held() > 0) {
            return machine.name() + " holds " + machine.held() + " packets";
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

    static boolean isActive(Machine machine) {
        return machine.state() == NodeState.PROTECTED || machine.state() == NodeState.SOLO;
    }

    private static Role role(Machine machine) {
        return machine.node().node().term().get().role();
    }
}
