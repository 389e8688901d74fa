package io.lockstep.daemon.node;

import io.lockstep.daemon.DaemonRunner;
import io.lockstep.daemon.StartException;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.AdminServer;
import io.lockstep.daemon.cli.ExitCode;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.metrics.MetricsServer;
import io.lockstep.daemon.plugin.PluginException;
import io.lockstep.dpdk.DpdkException;
import io.lockstep.dpdk.Eal;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code lockstep run}: starts a node, keeps it until SIGTERM or SIGINT, stops it in order. Main thread. */
public final class LockstepDaemon implements DaemonRunner {
    private static final Logger LOG = LoggerFactory.getLogger(LockstepDaemon.class);

    @Override
    public int run(NodeConfig config) throws PluginException, StartException {
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier()) {
            runUntil(barrier, config);
            LOG.info("node {} has stopped", config.node().name());
            // The signal has begun the JVM's shutdown, which waits for this barrier and would end with the signal's
            // exit code.
            Runtime.getRuntime().halt(ExitCode.OK);
        }
        return ExitCode.OK;
    }

    @SuppressWarnings("try") // the servers only have to be open
    private static void runUntil(ShutdownSignalBarrier barrier, NodeConfig config)
            throws PluginException, StartException {
        try (RunningNode node = start(config);
                AdminServer admin = AdminServer.open(config.node().adminSocket(), node.admin());
                MetricsServer metrics = MetricsServer.open(config.metrics(), node.admin()::figures)) {
            node.start(LockstepDaemon::failStop);
            LOG.info(
                    "node {} is up; admin socket {}",
                    config.node().name(),
                    config.node().adminSocket());
            barrier.await();
            LOG.info("node {} stops", config.node().name());
        } catch (AdminException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    @Override
    public String dpdkVersion() {
        return Eal.dpdkVersion();
    }

    private static RunningNode start(NodeConfig config) throws PluginException, StartException {
        try {
            return RunningNode.create(config);
        } catch (DpdkException e) {
            throw new StartException(e.getMessage() + withoutHugePages(config, e), e);
        }
    }

    /** The way out that always works where hugepages are what is missing, as this configuration says it. */
    private static String withoutHugePages(NodeConfig config, DpdkException e) {
        boolean ofHugePages = config.dpdk().hugePages() && e.device().equals("hugepages");
        return ofHugePages ? " In Lockstep's configuration that is huge-pages: false in the section dpdk." : "";
    }

    /**
     * An agent has thrown, so the node's state can no longer be relied on: it must not release another packet. Its backup holds the
     * state and can be promoted.
     */
    private static void failStop(Throwable failure) {
        LOG.error("an agent has failed; the node stops at once so that nothing wrong is released", failure);
        Runtime.getRuntime().halt(ExitCode.FAILED);
    }
}
