package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.PortInfo;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.clock.SystemNodeClock;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.SwitchoverTiming;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.MemoryEpochs;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * A node with one worker, one owner and two transparent ports that exist in memory only, the daemon's default bounds, stepped by the
 * benchmark's thread. What comes in by port 0 leaves by port 1.
 */
final class PartNode implements Node.Environment, AutoCloseable {
    private static final int IN_FLIGHT = 256;
    private static final int MAX_ACCESSES = 8;
    private static final int BUFFERS = 4096;
    private static final int LOG_BYTES = 1 << 24;

    private final Arena arena = Arena.ofShared();
    private final NodeClock clock = new SystemNodeClock();
    private final EpochStore epochs = new MemoryEpochs();
    private final BufferStack pool;
    private final MemoryQueue in;
    private final MemoryQueue out;
    private final Node node;

    PartNode(Role role, NetworkFunctionFactory function, byte[] frame) {
        pool = new BufferStack(arena, BUFFERS);
        pool.fill(frame);
        in = new MemoryQueue(pool, frame.length);
        out = new MemoryQueue(pool, frame.length);
        List<LinkSettings> ports = List.of(port(0, "in", 1), port(1, "out", 0));
        NodeFunctions functions = NodeFunctions.open(
                List.of(new FunctionSpec(function.type(), function, null, 0)),
                ports.stream().map(LinkSettings::info).toList(),
                1);
        node = new Node(options(role), ports, List.of(new int[] {0}, new int[] {0}), functions, this);
        node.conductor().onStart();
    }

    MemoryQueue in() {
        return in;
    }

    MemoryQueue out() {
        return out;
    }

    Worker worker() {
        return node.workers().getFirst();
    }

    StateOwner owner() {
        return node.owners().getFirst();
    }

    WorkerEnds ends() {
        return node.ends().getFirst();
    }

    Node node() {
        return node;
    }

    @Override
    public PortQueue queue(int port, int worker) {
        return port == 0 ? in : out;
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
            throw new IllegalStateException("a network function of a benchmark must not throw", failure);
        };
    }

    @Override
    public void close() {
        node.workers().forEach(Worker::onClose);
        node.close();
        arena.close();
    }

    private static LinkSettings port(int index, String name, int peer) {
        return new LinkSettings(
                new PortInfo(index, name, List.of(), 0, 1500), 0x0200_0000_0000L | index, 0, true, peer);
    }

    private static NodeOptions options(Role role) {
        return new NodeOptions(
                role,
                role == Role.BACKUP,
                ReleaseHome.BACKUP,
                1,
                1,
                IN_FLIGHT,
                MAX_ACCESSES,
                LOG_BYTES,
                42,
                1_000_000_000L,
                Long.MAX_VALUE,
                false,
                1_000_000_000L,
                0,
                SwitchoverTiming.DEFAULT);
    }
}
