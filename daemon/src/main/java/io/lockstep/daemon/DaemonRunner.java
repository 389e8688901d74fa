package io.lockstep.daemon;

import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.plugin.PluginException;

/** The node itself, as the command line starts it. */
@FunctionalInterface
public interface DaemonRunner {
    /**
     * Runs a node until it is told to stop. Logging is set up.
     *
     * @return exit code, see {@code docs/cli.md}
     * @throws PluginException when a plugin cannot be used
     * @throws StartException when the node cannot start for a reason that the operator can do something about
     */
    int run(NodeConfig config) throws PluginException, StartException;

    /** Version of the DPDK that the node would run on; asked for by {@code lockstep version} only. */
    default String dpdkVersion() {
        return "unknown";
    }
}
