package io.lockstep.benchmarks.performance.paced;

import io.lockstep.dpdk.Eal;
import io.lockstep.dpdk.Prefetch;
import io.lockstep.replication.BackupSeat;
import io.lockstep.replication.ChannelEndpoints;
import io.lockstep.replication.ChannelSetup;
import io.lockstep.replication.ChannelTiming;
import io.lockstep.replication.WorkerChannel;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.clock.SystemNodeClock;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.memory.Prefetcher;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.SwitchoverTiming;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.MemoryEpochs;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;

/** A node with paced ports and the daemon's defaults, put together; starts no thread. Main thread. */
final class PacedNode implements Node.Environment, AutoCloseable {
    private static final int IN_FLIGHT = 256;
    private static final int MAX_ACCESSES = 8;
    private static final int LOG_BYTES = 16 << 20;
    private static final long DIGEST_INTERVAL_NS = 100_000_000L;
    /** Longer than the daemon's: a machine that is busy with something else must not end a measurement. */
    private static final int PEER_TIMEOUT_MS = 10_000;

    /** The daemon's where the backup releases. */
    private static final long MS = 1_000_000L;

    private static final int BURSTS_AND_CACHES = 1024;

    private final Arena arena = Arena.ofShared();
    private final PacedSettings settings;
    private final BufferStack pool;
    private final NodeClock clock = new SystemNodeClock();
    private final EpochStore epochs = new MemoryEpochs();
    private final List<PacedSource> sources = new ArrayList<>();
    private final List<StampSink> sinks = new ArrayList<>();
    private final Node node;
    private final List<Agent> agents = new ArrayList<>();

    /** Builds the node; the ports record into {@code recording}. */
    PacedNode(PacedSettings settings, Recording recording) {
        this.settings = settings;
        Eal.dpdkVersion(); // loads the library, of which only the prefetch is used
        int buffers =
                settings.workers() * (2 * Worker.MOST_BUFFERS_WAITING_PER_PORT + 2 * IN_FLIGHT + BURSTS_AND_CACHES);
        this.pool = new BufferStack(arena, buffers);
        List<LinkSettings> links = PacedPorts.links();
        for (int worker = 0; worker < settings.workers(); worker++) {
            FlowFrames frames = new FlowFrames(
                    arena, PacedPorts.INSIDE_MAC, settings.frameBytes(), settings.flows(), worker, settings.workers());
            sources.add(new PacedSource(pool, frames, worker, settings.workers(), recording));
            sinks.add(new StampSink(pool, recording));
        }
        NodeFunctions functions = NodeFunctions.open(
                List.of(PacedPorts.function(settings.function(), settings.flows())),
                PacedPorts.infos(),
                settings.owners());
        this.node = new Node(options(), links, List.of(new int[] {0}, new int[] {0}), functions, this);
        agents.addAll(node.workers());
        agents.addAll(node.owners());
        BackupSeat seat = new BackupSeat();
        for (int worker = 0; worker < settings.workers(); worker++) {
            agents.add(channel(worker, seat));
        }
        agents.add(node.conductor());
    }

    Node node() {
        return node;
    }

    /** How many agents, the first ones, are those that packets pass: workers and owners. */
    int packetAgents() {
        return settings.workers() + settings.owners();
    }

    /** All agents, in the order in which the daemon runs them on one thread. */
    List<Agent> agents() {
        return List.copyOf(agents);
    }

    List<PacedSource> sources() {
        return List.copyOf(sources);
    }

    List<StampSink> sinks() {
        return List.copyOf(sinks);
    }

    private NodeOptions options() {
        return new NodeOptions(
                settings.primary() ? Role.PRIMARY : Role.BACKUP,
                true,
                ReleaseHome.BACKUP,
                settings.workers(),
                settings.owners(),
                IN_FLIGHT,
                MAX_ACCESSES,
                LOG_BYTES,
                1,
                PEER_TIMEOUT_MS * MS,
                Long.MAX_VALUE,
                true,
                PEER_TIMEOUT_MS * MS,
                DIGEST_INTERVAL_NS,
                SwitchoverTiming.DEFAULT);
    }

    private Agent channel(int worker, BackupSeat seat) {
        WorkerEnds ends = node.ends().get(worker);
        ChannelTiming usual = ChannelTiming.DEFAULT;
        return new WorkerChannel(new ChannelSetup(
                worker,
                new ChannelEndpoints(
                        loopback(settings.listen().get(worker)),
                        loopback(settings.peer().get(worker))),
                new ChannelTiming(
                        usual.heartbeatIntervalMs(),
                        usual.ackIntervalUs(),
                        PEER_TIMEOUT_MS,
                        PEER_TIMEOUT_MS,
                        usual.redialMinMs(),
                        usual.redialMaxMs(),
                        usual.probeIntervalMs(),
                        usual.maxPendingHandshakes()),
                new RecordLimits(
                        settings.owners(),
                        node.links().size(),
                        node.functions().timers().size(),
                        MAX_ACCESSES,
                        BufferStack.DATA_BYTES,
                        ends.inbox().maxRecordBytes()),
                identity(),
                node.term(),
                node.session(),
                seat,
                ends.log(),
                ends.inbox(),
                ends.executed(),
                ends.status(),
                clock::nanoTime));
    }

    private PairIdentity identity() {
        return new PairIdentity(List.of(
                new PairIdentity.Entry("workers", Integer.toString(settings.workers())),
                new PairIdentity.Entry("owners", Integer.toString(settings.owners())),
                new PairIdentity.Entry("function", settings.function()),
                new PairIdentity.Entry("flows", Integer.toString(settings.flows()))));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    // ---------------------------------------------------------------- environment

    @Override
    public PortQueue queue(int port, int worker) {
        return port == PacedPorts.INSIDE ? sources.get(worker) : sinks.get(worker);
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
        return (state, term) -> System.err.println(state.label() + " in epoch " + term.epoch() + ": " + term.reason());
    }

    @Override
    public FaultListener faultListener() {
        return (worker, failure) -> {
            throw new IllegalStateException("the network function threw on worker " + worker, failure);
        };
    }

    @Override
    public Prefetcher prefetcher() {
        return Prefetch::lines;
    }

    /** All agents have stopped. */
    @Override
    public void close() {
        node.close();
        epochs.close();
        arena.close();
    }
}
