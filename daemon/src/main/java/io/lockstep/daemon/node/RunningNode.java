package io.lockstep.daemon.node;

import io.lockstep.daemon.StartException;
import io.lockstep.daemon.config.BackupLoss;
import io.lockstep.daemon.config.FunctionSettings;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.PortSettings;
import io.lockstep.daemon.config.ReplicationSettings;
import io.lockstep.daemon.plugin.LoadedFunction;
import io.lockstep.daemon.plugin.PluginException;
import io.lockstep.daemon.plugin.PluginLoader;
import io.lockstep.dpdk.Prefetch;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.clock.SystemNodeClock;
import io.lockstep.runtime.memory.Prefetcher;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.SwitchoverTiming;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.MemoryEpochs;
import io.lockstep.runtime.worker.FaultListener;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node on DPDK ports and TCP channels, put together from its configuration; closed in the reverse order. Main thread. */
final class RunningNode implements Node.Environment, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final long NEVER_NS = Long.MAX_VALUE;
    private static final int LOG_BYTES_WITHOUT_PAIR = 1 << 20;

    private final PluginLoader plugins;
    private final DpdkPorts ports;
    private final NodeClock clock = new SystemNodeClock();
    private final EpochStore epochs;
    private final NodeLog log = new NodeLog();
    private final PromotionHook hook;
    private final Optional<LossRehearsal> rehearsal;
    private final Node node;
    private final NodeAdmin admin;
    private final AgentThreads threads;
    private final List<Integer> cores;

    private RunningNode(
            NodeConfig config, PluginLoader plugins, List<LoadedFunction> functions, DpdkPorts ports, EpochStore epochs)
            throws PluginException {
        Rehearsal.run(config, epochs);
        this.cores = config.node().cores();
        this.plugins = plugins;
        this.ports = ports;
        this.epochs = epochs;
        this.hook = new PromotionHook(config);
        this.rehearsal = Rehearsal.isWanted(config)
                ? Optional.of(new LossRehearsal(() -> Rehearsal.runAtLoss(config, epochs)))
                : Optional.empty();
        List<int[]> chains = new ArrayList<>();
        for (PortSettings port : config.ports()) {
            chains.add(config.chainIndexes(port));
        }
        this.node = new Node(options(config), ports.links(), chains, OpenedFunctions.open(config, functions), this);
        List<Agent> channels = ReplicationChannels.create(config, PairIdentities.of(config, functions), node, clock);
        this.threads = new AgentThreads(config.node(), node, channels);
        this.admin = new NodeAdmin(config, node, ports, threads.activities(), clock);
    }

    /**
     * Loads plugins, starts DPDK, opens the functions and builds everything; nothing runs yet.
     *
     * @throws io.lockstep.dpdk.DpdkException when DPDK or a port cannot be had
     */
    static RunningNode create(NodeConfig config) throws PluginException, StartException {
        PluginLoader plugins = new PluginLoader();
        DpdkPorts ports = null;
        try {
            List<LoadedFunction> functions = new ArrayList<>();
            for (FunctionSettings function : config.functions()) {
                functions.add(plugins.load(function));
            }
            EpochStore epochs = epochs(config);
            ports = DpdkPorts.open(config);
            return new RunningNode(config, plugins, functions, ports, epochs);
        } catch (PluginException | StartException | RuntimeException | Error e) {
            if (ports != null) {
                ports.close();
            }
            plugins.close();
            throw e;
        }
    }

    /** Lets packets flow and starts the agents. */
    void start(ErrorHandler onError) {
        ports.start();
        OtherThreads.keepOff(cores, EpochFile.THREAD);
        threads.start(onError);
    }

    NodeAdmin admin() {
        return admin;
    }

    private static EpochStore epochs(NodeConfig config) throws StartException {
        return config.replication().isPresent()
                ? EpochFile.open(config.node().stateDir(), config.node().name())
                : new MemoryEpochs();
    }

    private static NodeOptions options(NodeConfig config) {
        Optional<ReplicationSettings> pair = config.replication();
        return new NodeOptions(
                config.node().role(),
                pair.isPresent(),
                config.release(),
                config.node().workers(),
                config.node().owners(),
                config.node().inFlight(),
                config.node().maxAccesses(),
                pair.map(ReplicationSettings::logBytes).orElse(LOG_BYTES_WITHOUT_PAIR),
                config.node().randomSecret().orElseGet(() -> new SecureRandom().nextLong()),
                pair.map(settings -> settings.peerTimeout().toNanos()).orElse(NEVER_NS),
                pair.flatMap(ReplicationSettings::waitForBackup)
                        .map(Duration::toNanos)
                        .orElse(NEVER_NS),
                pair.map(settings -> settings.onBackupLoss() == BackupLoss.HOLD).orElse(false),
                pair.map(settings -> settings.lagTimeout().toNanos()).orElse(NEVER_NS),
                pair.flatMap(ReplicationSettings::digestInterval)
                        .map(Duration::toNanos)
                        .orElse(0L),
                SwitchoverTiming.DEFAULT);
    }

    // ---------------------------------------------------------------- environment

    @Override
    public PortQueue queue(int port, int worker) {
        return ports.queue(port, worker);
    }

    @Override
    public BufferPool pool() {
        return ports.bufferPool();
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
        return (state, term) -> {
            log.onState(state, term);
            rehearsal.ifPresent(each -> each.onState(state, term));
            hook.onState(state, term);
        };
    }

    @Override
    public FaultListener faultListener() {
        return (worker, failure) -> LOG.warn("a network function threw on worker {}", worker, failure);
    }

    @Override
    public Prefetcher prefetcher() {
        return Prefetch::lines;
    }

    @Override
    public void close() {
        threads.close();
        node.close();
        rehearsal.ifPresent(LossRehearsal::close);
        log.close();
        epochs.close();
        ports.close();
        plugins.close();
    }
}
