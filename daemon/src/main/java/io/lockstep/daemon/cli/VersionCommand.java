package io.lockstep.daemon.cli;

import io.lockstep.daemon.DaemonRunner;
import io.lockstep.daemon.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code lockstep version}: what exactly is installed, for bug reports. */
final class VersionCommand implements Callable<Integer> {
    private final DaemonRunner runner;
    private final CommandSpec spec =
            CommandModels.command("version", "Show the versions of lockstep, the JDK and DPDK.", this);

    VersionCommand(DaemonRunner runner) {
        this.runner = runner;
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        Version version = Version.current();
        PrintWriter out = spec.commandLine().getOut();
        out.println("lockstep " + version.version());
        out.println("commit   " + version.commit());
        out.println("JDK      " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        out.println("DPDK     " + dpdk().replaceFirst("^DPDK ", ""));
        out.flush();
        return ExitCode.OK;
    }

    /** A machine without DPDK still has a version to report. */
    private String dpdk() {
        try {
            return runner.dpdkVersion();
        } catch (RuntimeException | LinkageError e) {
            return "not available: " + e.getMessage();
        }
    }
}
