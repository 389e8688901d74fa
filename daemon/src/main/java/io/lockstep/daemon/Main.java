package io.lockstep.daemon;

import io.lockstep.daemon.cli.LockstepCommand;
import io.lockstep.daemon.node.LockstepDaemon;

/** The process's entry point. Started by {@code bin/lockstep}. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(LockstepCommand.execute(new LockstepDaemon(), args));
    }
}
