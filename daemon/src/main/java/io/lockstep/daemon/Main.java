package io.lockstep.daemon;

import io.lockstep.daemon.cli.LockstepCommand;
import io.lockstep.daemon.config.NodeConfig;

/** The process's entry point. Started by {@code bin/lockstep}. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(LockstepCommand.execute(Main::notWired, args));
    }

    /** Stands where the node's wiring belongs until it is there. */
    private static int notWired(NodeConfig config) throws StartException {
        throw new StartException("node " + config.node().name() + " cannot run: this build has no wiring yet");
    }
}
