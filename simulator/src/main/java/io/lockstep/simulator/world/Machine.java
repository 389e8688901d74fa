package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.simulator.model.ModelNode;
import io.lockstep.simulator.model.Regime;
import io.lockstep.simulator.node.BufferMemory;
import io.lockstep.simulator.node.NodeSpec;
import io.lockstep.simulator.node.SimDisk;
import io.lockstep.simulator.node.SimEpochs;
import io.lockstep.simulator.node.SimNode;
import java.util.concurrent.CompletableFuture;

/** One of the two machines: its disk, and the process that runs on it, if any. */
final class Machine {
    private final World world;
    private final int number;
    private final BufferMemory memory;
    private final SimDisk disk = new SimDisk();
    private SimNode node;
    private SimEpochs epochs;
    private Witness witness;
    private int incarnation;
    private boolean powered = true;
    private boolean paused;

    Machine(World world, int number, BufferMemory memory) {
        this.world = world;
        this.number = number;
        this.memory = memory;
    }

    /** Starts a process, as the config says: machine 0 is primary, machine 1 backup. */
    void start() {
        incarnation++;
        if (!powered) {
            powered = true;
            world.network().host(number).powerOn();
        }
        paused = false;
        epochs = new SimEpochs(disk, world.random());
        witness = new Witness(world, this);
        NodeSpec spec = new NodeSpec(
                number,
                options(),
                Scenario.TIMING,
                world.workload().ports(number),
                world.workload().functions(witness),
                world.random().nextInt(1_000_000),
                1_700_000_000_000_000_000L + world.random().nextInt(2_000_000_000),
                world.scenario().readsOnAfterEnd());
        node = new SimNode(spec, world.network(), world.time(), memory, epochs, witness, witness);
        if (number == 0) {
            world.sessions().opened(session(), model());
        }
        world.event(this, "starts with " + disk.durable());
        long durable = disk.durable().epoch();
        world.check(
                () -> world.epochs().onStart(name(), node.node().term().get().epoch(), durable));
    }

    private NodeOptions options() {
        Scenario scenario = world.scenario();
        return new NodeOptions(
                number == 0 ? Role.PRIMARY : Role.BACKUP,
                true,
                scenario.release(),
                scenario.workers(),
                scenario.owners(),
                Scenario.IN_FLIGHT,
                Scenario.MAX_ACCESSES,
                number == 0 ? scenario.logBytes() : scenario.inboxBytes(),
                world.random().nextLong(),
                Scenario.PEER_TIMEOUT_NS,
                scenario.waitForBackupNs(),
                scenario.hold(),
                scenario.lagTimeoutNs(),
                0,
                scenario.switchover());
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
        epochs.died();
        close();
    }

    /** The process ends in good order. */
    void stop() {
        world.event(this, "stops");
        close();
        epochs.close();
    }

    private void close() {
        world.processEnded();
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

    int number() {
        return number;
    }

    SimNode node() {
        return node;
    }

    SimDisk disk() {
        return disk;
    }

    SimEpochs epochs() {
        return epochs;
    }

    Witness witness() {
        return witness;
    }

    ModelNode model() {
        return witness.model();
    }

    String name() {
        return (number == 0 ? "a" : "b") + incarnation;
    }

    NodeState state() {
        return node.state();
    }

    Term term() {
        return node.node().term().get();
    }

    int inFlight() {
        return node.node().workers().stream().mapToInt(Worker::inFlight).sum();
    }

    /** Packets that wait for the backup. */
    int held() {
        return node.node().workers().stream().mapToInt(Worker::held).sum();
    }

    /** What the node may do, as an operator would see it. */
    Regime regime() {
        Term term = term();
        return switch (term.role()) {
            case BACKUP -> Regime.REPLAYING;
            case PROMOTING -> Regime.PROMOTING;
            case PRIMARY -> term.acceptsBackup() || mayStillStream() ? Regime.PROTECTED : Regime.ALONE;
            case FENCED, DIVERGED -> Regime.STOPPED;
        };
    }

    /** On the way to solo, and not all channels have let go of the backup. */
    private boolean mayStillStream() {
        return state() == NodeState.GOING_SOLO
                && node.node().ends().stream().anyMatch(ends -> ends.status().state() == ChannelState.STREAMING);
    }

    PairSession.Bound session() {
        return node.node().session().get();
    }

    /** The node that opened the session whose state this one has, or null. */
    ModelNode origin() {
        return world.sessions().origin(session());
    }

    /** A planned switchover, which makes sense only to a backup in sync. */
    void promoteIfInSync() {
        if (isUp() && state() == NodeState.IN_SYNC) {
            var unused = promote(PromotionKind.SWITCHOVER);
        }
    }

    /** An operator asks. */
    CompletableFuture<PromoteResult> promote(PromotionKind kind) {
        world.event(this, "is to be promoted: " + kind);
        return node.node().conductor().promote(kind);
    }
}
