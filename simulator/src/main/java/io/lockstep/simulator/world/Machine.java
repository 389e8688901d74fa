package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.simulator.model.ModelNode;
import io.lockstep.simulator.model.Names;
import io.lockstep.simulator.model.Regime;
import io.lockstep.simulator.nf.NastyObserver;
import io.lockstep.simulator.node.BufferMemory;
import io.lockstep.simulator.node.NodeSpec;
import io.lockstep.simulator.node.SimNode;
import io.lockstep.simulator.node.SimPort;
import java.util.regex.Pattern;

/**
 * One of the two machines: the process that runs on it, if any, and its place in the model. Translates what the process does into
 * what the model is told.
 */
final class Machine implements NastyObserver, SimPort.Wire {
    private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final World world;
    private final int number;
    private final BufferMemory memory;
    private SimNode node;
    private ModelNode model;
    private int incarnation;
    private boolean powered = true;
    private boolean paused;
    private long[] acknowledged;
    private long released;

    Machine(World world, int number, BufferMemory memory) {
        this.world = world;
        this.number = number;
        this.memory = memory;
    }

    // ---------------------------------------------------------------- process

    /** Starts a process, as the config says: machine 0 is primary, machine 1 backup. */
    void start() {
        Scenario scenario = world.scenario();
        incarnation++;
        if (!powered) {
            powered = true;
            world.network().host(number).powerOn();
        }
        model = new ModelNode(name(), scenario.workers(), scenario.owners(), scenario.variables());
        acknowledged = new long[scenario.workers()];
        released = 0;
        paused = false;
        NodeOptions options = new NodeOptions(
                number == 0 ? Role.PRIMARY : Role.BACKUP,
                true,
                scenario.workers(),
                scenario.owners(),
                Scenario.IN_FLIGHT,
                Scenario.MAX_ACCESSES,
                number == 0 ? scenario.logBytes() : scenario.inboxBytes(),
                world.random().nextLong(),
                Scenario.PEER_TIMEOUT_NS,
                scenario.waitForBackupNs(),
                scenario.hold());
        NodeSpec spec = new NodeSpec(
                number,
                options,
                Scenario.TIMING,
                world.workload().ports(number),
                world.workload().functions(this),
                world.random().nextInt(1_000_000),
                1_700_000_000_000_000_000L + world.random().nextInt(2_000_000_000),
                scenario.readsOnAfterEnd());
        node = new SimNode(spec, world.network(), world.time(), memory, this, this::onState);
        if (number == 0) {
            world.sessions().opened(node.node().session().get(), model);
        }
        world.event(this, "starts");
    }

    /** The process dies; with {@code power} the whole machine does. */
    void crash(boolean power) {
        if (power) {
            powered = false;
            node.host().powerLost();
        } else {
            node.host().processDied();
        }
        world.event(this, power ? "loses power" : "crashes");
        close();
    }

    /** The process ends in good order. */
    void stop() {
        world.event(this, "stops");
        close();
    }

    private void close() {
        node.close();
        node = null;
        paused = false;
    }

    boolean isUp() {
        return node != null;
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    boolean isPowered() {
        return powered;
    }

    SimNode node() {
        return node;
    }

    ModelNode model() {
        return model;
    }

    String name() {
        return (number == 0 ? "a" : "b") + incarnation;
    }

    NodeState state() {
        return node.state();
    }

    int inFlight() {
        return node.node().workers().stream().mapToInt(Worker::inFlight).sum();
    }

    long released() {
        return released;
    }

    /** Some output may be lost from now on: buffers or room to transmit run out. */
    void mayLoseOutput() {
        model.mayLoseOutput();
    }

    /** How the node is, for messages: nothing in it may differ between two runs of a seed. */
    String describe() {
        if (node == null) {
            return "machine " + number + " runs nothing";
        }
        StringBuilder text = new StringBuilder(name());
        Term term = node.node().term().get();
        text.append(" is ")
                .append(state().label())
                .append(", ")
                .append(term.role())
                .append(" of epoch ");
        text.append(term.epoch()).append(": ").append(term.reason());
        for (WorkerEnds ends : node.node().ends()) {
            text.append("\n  channel ").append(ends.status().state());
            text.append(", log next ").append(ends.log().ring().nextOrdinal());
            text.append(" sent ").append(ends.log().sentOrdinal());
            text.append(" acknowledged ").append(ends.log().acknowledgedOrdinal());
            text.append(", inbox next ").append(ends.inbox().nextOrdinal());
            text.append(" executed ").append(ends.executed().get());
            text.append(", epoch seen ").append(ends.status().highestEpochSeen());
            text.append(", ").append(ends.status().lastProblem());
        }
        return UUIDS.matcher(text).replaceAll("<id>");
    }

    // ---------------------------------------------------------------- what the model sees

    Regime regime() {
        Term term = node.node().term().get();
        return switch (term.role()) {
            case BACKUP -> Regime.REPLAYING;
            case PROMOTING -> Regime.PROMOTING;
            case PRIMARY -> term.acceptsBackup() ? Regime.PROTECTED : Regime.ALONE;
            case FENCED, DIVERGED -> Regime.STOPPED;
        };
    }

    PairSession.Bound session() {
        return node.node().session().get();
    }

    /** The node that opened the session whose state this one has, or null. */
    ModelNode origin() {
        return world.sessions().origin(session());
    }

    @Override
    public void onStart(int worker, long id, int timer, int port, long now, long random) {
        Regime regime = regime();
        if (regime == Regime.REPLAYING) {
            world.sessions().replays(session(), model);
        }
        world.check(() -> world.pair().onStart(model, regime, origin(), worker, id, timer, port, now, random));
        world.fold(id);
    }

    @Override
    public void onAccess(
            int variable, int owner, long id, int index, int operation, long drawn, long result, boolean threw) {
        if (world.isTraced()) {
            world.event(
                    this, "owner " + owner + " runs access " + index + " of " + Names.input(id) + " to v" + variable);
        }
        world.check(() ->
                world.pair().onAccess(model, regime(), origin(), variable, owner, id, index, operation, drawn, result));
        world.fold(result);
    }

    @Override
    public void onFrame(int port, int worker, byte[] frame, int lengthBytes) {
        world.workload().onFrame(this, port, worker, frame, lengthBytes);
        world.fold(lengthBytes);
    }

    /** A packet, not a frame of the link layer's own, has left. */
    void countReleased() {
        released++;
    }

    private void onState(NodeState state, Term term) {
        world.event(this, "is " + state.label() + ", epoch " + term.epoch());
        world.fold(state.ordinal());
        world.entered(state);
        if (state == NodeState.GOING_LIVE && world.workload().isObserved()) {
            long[] received = new long[world.scenario().workers()];
            for (int worker = 0; worker < received.length; worker++) {
                received[worker] = node.node().ends().get(worker).inbox().nextOrdinal();
            }
            world.pair().onDrained(model, origin(), received, Scenario.IN_FLIGHT);
        }
    }

    /** After a step of one of its channels: what has been acknowledged to it must be done. */
    void checkAcknowledged() {
        if (!world.workload().isObserved() || regime() != Regime.PROTECTED) {
            return;
        }
        for (int worker = 0; worker < acknowledged.length; worker++) {
            long now = node.node().ends().get(worker).log().acknowledgedOrdinal();
            if (now != acknowledged[worker]) {
                ModelNode backup = world.sessions().backup(session());
                world.pair().onAcknowledged(model, backup, worker, acknowledged[worker], now);
                acknowledged[worker] = now;
            }
        }
    }
}
