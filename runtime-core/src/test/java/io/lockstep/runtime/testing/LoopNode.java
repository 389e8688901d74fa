package io.lockstep.runtime.testing;

import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.MemoryEpochs;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * A node of one worker and two ports, {@code left} and {@code right}, in whose surroundings nothing allocates: what is allocated while
 * it is stepped is the node's own.
 */
public final class LoopNode implements Node.Environment, AutoCloseable {
    /** Two ports without addresses, each the other's peer. */
    public static final List<LinkSettings> TRANSPARENT =
            List.of(TestNode.transparent(0, "left", 1), TestNode.transparent(1, "right", 0));

    private static final long STEP_NS = 10_000;

    private final Arena arena = Arena.ofShared();
    private final BufferStack pool;
    private final LoopPort left;
    private final LoopPort right;
    private final ManualClock clock = new ManualClock();
    private final EpochStore epochs = new MemoryEpochs();
    private final Node node;
    private final Worker worker;
    private final StateOwner[] owners;

    /** Makes a node; each port receives its frames in turn, as many as the test lets arrive. */
    public LoopNode(
            NodeOptions options,
            List<LinkSettings> ports,
            int buffers,
            byte[][] leftFrames,
            byte[][] rightFrames,
            FunctionSpec... functions) {
        pool = new BufferStack(arena, buffers);
        left = new LoopPort(pool, leftFrames);
        right = new LoopPort(pool, rightFrames);
        int[] chain = functions.length == 0 ? new int[0] : new int[] {0};
        node = new Node(
                options,
                ports,
                List.of(chain, chain),
                NodeFunctions.open(
                        List.of(functions),
                        ports.stream().map(LinkSettings::info).toList(),
                        options.owners()),
                this);
        worker = node.workers().getFirst();
        owners = node.owners().toArray(StateOwner[]::new);
        node.conductor().onStart();
    }

    /** One duty cycle of every agent, 10 microseconds after the last. */
    public void step() {
        clock.advance(STEP_NS);
        node.conductor().doWork();
        worker.doWork();
        for (StateOwner owner : owners) {
            owner.doWork();
        }
    }

    /** The node. */
    public Node node() {
        return node;
    }

    /** Port 0. */
    public LoopPort left() {
        return left;
    }

    /** Port 1. */
    public LoopPort right() {
        return right;
    }

    /** The clock. */
    public ManualClock manualClock() {
        return clock;
    }

    /** Packets lost under a reason. */
    public long lost(int reason) {
        return node.counters().getFirst().lostTotal(reason);
    }

    @Override
    public PortQueue queue(int port, int worker) {
        return port == 0 ? left : right;
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
        return (state, term) -> {};
    }

    @Override
    public FaultListener faultListener() {
        return (worker, failure) -> {
            throw new AssertionError(failure);
        };
    }

    @Override
    public void close() {
        node.workers().forEach(Worker::onClose);
        node.close();
        arena.close();
    }
}
