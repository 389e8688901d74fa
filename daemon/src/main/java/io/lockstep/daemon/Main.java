package io.lockstep.daemon;

import io.lockstep.daemon.cli.LockstepCommand;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.node.LockstepDaemon;
import io.lockstep.daemon.plugin.PluginException;
import io.lockstep.dpdk.Eal;

/** The process's entry point. Started by {@code bin/lockstep}. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(LockstepCommand.execute(node(), args));
    }

    /** What commands run or ask; it loads nothing before it is used. */
    public static DaemonRunner node() {
        return new OnDemand();
    }

    /** The node, whose classes (logging, Netty, DPDK) are loaded only by the commands that need them: the others must be quick. */
    private static final class OnDemand implements DaemonRunner {
        @Override
        public int run(NodeConfig config) throws PluginException, StartException {
            return new LockstepDaemon().run(config);
        }

        @Override
        public String dpdkVersion() {
            return Eal.dpdkVersion();
        }
    }
}
