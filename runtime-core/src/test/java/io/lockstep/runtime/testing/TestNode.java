package io.lockstep.runtime.testing;

import io.lockstep.nf.PortInfo;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.runtime.node.SwitchoverTiming;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.Agent;

/** A whole node on array ports, stepped by the test. Two ports, {@code left} and {@code right}, each the other's peer. */
public final class TestNode implements Node.Environment, AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final ArrayPool pool;
    private final ManualClock clock = new ManualClock();
    private final ManualEpochs epochs = new ManualEpochs();
    private final List<List<ArrayPort>> queues = new ArrayList<>();
    private final List<NodeState> states = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final Node node;

    /** Makes transparent ports. */
    public TestNode(NodeOptions options, FunctionSpec... functions) {
        this(options, List.of(transparent(0, "left", 1), transparent(1, "right", 0)), 4096, functions);
    }

    /** Makes a node that has run before. */
    public TestNode(NodeOptions options, StoredEpochs stored, FunctionSpec... functions) {
        this(options, stored, List.of(transparent(0, "left", 1), transparent(1, "right", 0)), 4096, functions);
    }

    /** Makes a node. */
    public TestNode(NodeOptions options, List<LinkSettings> ports, int buffers, FunctionSpec... functions) {
        this(options, StoredEpochs.NONE, ports, buffers, functions);
    }

    private TestNode(
            NodeOptions options,
            StoredEpochs stored,
            List<LinkSettings> ports,
            int buffers,
            FunctionSpec... functions) {
        epochs.load(stored);
        this.pool = new ArrayPool(arena, buffers);
        int[] chain = new int[functions.length];
        List<int[]> chains = new ArrayList<>();
        for (int i = 0; i < chain.length; i++) {
            chain[i] = i;
        }
        for (int port = 0; port < ports.size(); port++) {
            chains.add(chain);
            List<ArrayPort> portQueues = new ArrayList<>();
            for (int worker = 0; worker < options.workers(); worker++) {
                portQueues.add(new ArrayPort(pool));
            }
            queues.add(portQueues);
        }
        List<PortInfo> infos = ports.stream().map(LinkSettings::info).toList();
        NodeFunctions opened = NodeFunctions.open(List.of(functions), infos, options.owners());
        this.node = new Node(options, ports, chains, opened, this);
        start(node.conductor());
    }

    /** Options with small bounds; the backup releases. */
    public static NodeOptions options(Role role, boolean paired, int workers, int owners) {
        return options(role, paired, ReleaseHome.BACKUP, workers, owners);
    }

    /** Options with small bounds. */
    public static NodeOptions options(Role role, boolean paired, ReleaseHome release, int workers, int owners) {
        return new NodeOptions(
                role,
                paired,
                release,
                workers,
                owners,
                64,
                8,
                1 << 18,
                42,
                1_000_000_000L,
                Long.MAX_VALUE,
                false,
                2_000_000_000L,
                0,
                SwitchoverTiming.DEFAULT);
    }

    /** The same, with comparisons of state, and a policy. */
    public static NodeOptions checking(NodeOptions options, long digestIntervalNs, boolean holdOnBackupLoss) {
        return new NodeOptions(
                options.startRole(),
                options.paired(),
                options.release(),
                options.workers(),
                options.owners(),
                options.inFlight(),
                options.maxAccesses(),
                options.logBytes(),
                options.secret(),
                options.peerTimeoutNs(),
                options.waitForBackupNs(),
                holdOnBackupLoss,
                options.lagTimeoutNs(),
                digestIntervalNs,
                options.switchover());
    }

    /** Options of a primary of one worker that does not wait for its backup. */
    public static NodeOptions impatientPrimary() {
        NodeOptions usual = options(Role.PRIMARY, true, 1, 1);
        return new NodeOptions(
                usual.startRole(),
                usual.paired(),
                usual.release(),
                usual.workers(),
                usual.owners(),
                usual.inFlight(),
                usual.maxAccesses(),
                usual.logBytes(),
                usual.secret(),
                usual.peerTimeoutNs(),
                0,
                usual.holdOnBackupLoss(),
                usual.lagTimeoutNs(),
                usual.digestIntervalNs(),
                usual.switchover());
    }

    /** A port without address. */
    public static LinkSettings transparent(int index, String name, int peer) {
        return new LinkSettings(new PortInfo(index, name, List.of(), 0, 1500), 0x020000000000L | index, 0, true, peer);
    }

    /** Steps every agent once. */
    public int step() {
        int work = work(node.conductor());
        for (Worker worker : node.workers()) {
            work += work(worker);
        }
        for (StateOwner owner : node.owners()) {
            work += work(owner);
        }
        return work;
    }

    /** Steps until nothing moves. */
    public void run() {
        int idle = 0;
        for (int i = 0; i < 100_000; i++) {
            idle = step() == 0 ? idle + 1 : 0;
            if (idle > 4) {
                return;
            }
        }
        throw new AssertionError(
                "the node does not come to rest; it is " + node.conductor().state());
    }

    /** Asks for a promotion and steps until the answer is there. */
    public PromoteResult promote(boolean force) {
        CompletableFuture<PromoteResult> answer =
                node.conductor().promote(force ? PromotionKind.FORCED : PromotionKind.TAKEOVER);
        for (int i = 0; i < 100_000 && !answer.isDone(); i++) {
            step();
        }
        if (!answer.isDone()) {
            throw new AssertionError("the promotion does not end; the node is "
                    + node.conductor().state());
        }
        run();
        return answer.join();
    }

    /** The node. */
    public Node node() {
        return node;
    }

    /** A queue pair. */
    public ArrayPort port(int port, int worker) {
        return queues.get(port).get(worker);
    }

    /** Buffers. */
    public ArrayPool buffers() {
        return pool;
    }

    /** The clock. */
    public ManualClock manualClock() {
        return clock;
    }

    /** What outlives the node. */
    public ManualEpochs storedEpochs() {
        return epochs;
    }

    /** States entered, in order. */
    public List<NodeState> states() {
        return states;
    }

    /** Exceptions of network functions. */
    public List<Throwable> faults() {
        return faults;
    }

    /** Sum of a loss counter over all workers. */
    public long lost(int reason) {
        return node.counters().stream().mapToLong(c -> c.lostTotal(reason)).sum();
    }

    @Override
    public PortQueue queue(int port, int worker) {
        return queues.get(port).get(worker);
    }

    @Override
    public BufferPool pool() {
        return pool;
    }

    @Override
    public NodeClock clock() {
        return clock;
    }

    @Override
    public EpochStore epochs() {
        return epochs;
    }

    @Override
    public NodeListener nodeListener() {
        return (state, term) -> states.add(state);
    }

    @Override
    public FaultListener faultListener() {
        return (worker, failure) -> faults.add(failure);
    }

    @Override
    public void close() {
        node.workers().forEach(Worker::onClose);
        node.close();
        arena.close();
    }

    private static void start(Agent agent) {
        agent.onStart();
    }

    private static int work(Agent agent) {
        try {
            return agent.doWork();
        } catch (Exception e) {
            throw new AssertionError(agent.roleName() + " threw", e);
        }
    }
}
