package io.lockstep.daemon.cli;

import io.lockstep.daemon.DaemonRunner;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.config.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code lockstep}: the top of the command line. */
public final class LockstepCommand implements Callable<Integer> {
    private final CommandSpec spec = CommandModels.command(
            "lockstep", "Runs network functions on DPDK ports, as a pair of nodes that never roll back.", this);

    private LockstepCommand() {
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    }

    /** Runs a command; returns its exit code. */
    public static int execute(DaemonRunner runner, String... args) {
        return commandLine(runner).execute(args);
    }

    static CommandLine commandLine(DaemonRunner runner) {
        CommandSpec spec = new LockstepCommand()
                .spec
                .addSubcommand("run", new RunCommand(runner).spec())
                .addSubcommand("check-config", new CheckConfigCommand().spec())
                .addSubcommand("status", new StatusCommand().spec())
                .addSubcommand("promote", new PromoteCommand().spec())
                .addSubcommand("version", new VersionCommand(runner).spec());
        return new CommandLine(spec)
                .setParameterExceptionHandler((wrong, args) -> usage(wrong))
                .setExecutionExceptionHandler((thrown, commandLine, parsed) -> failure(thrown, commandLine.getErr()));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int usage(ParameterException wrong) {
        PrintWriter err = wrong.getCommandLine().getErr();
        err.println("lockstep: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private static int failure(Exception thrown, PrintWriter err) throws Exception {
        if (thrown instanceof ConfigException) {
            return failure(err, thrown.getMessage(), ExitCode.CONFIG);
        }
        if (thrown instanceof AdminException e) {
            return failure(
                    err,
                    "lockstep: " + e.getMessage(),
                    e.kind() == AdminException.Kind.NOT_REACHABLE ? ExitCode.NOT_REACHABLE : ExitCode.FAILED);
        }
        throw thrown;
    }

    private static int failure(PrintWriter err, String message, int exitCode) {
        err.println(message);
        err.flush();
        return exitCode;
    }
}
