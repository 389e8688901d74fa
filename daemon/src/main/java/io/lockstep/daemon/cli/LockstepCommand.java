package io.lockstep.daemon.cli;

import io.lockstep.daemon.DaemonRunner;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.config.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lockstep}: the top of the command line. */
@Command(
        name = "lockstep",
        description = "Runs network functions on DPDK ports, as a pair of nodes that never roll back.",
        synopsisSubcommandLabel = "COMMAND",
        scope = CommandLine.ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the message says why",
            "2:the command line is wrong",
            "3:the configuration or a plugin cannot be used",
            "4:no daemon answers at the admin socket",
            "5:the daemon refused",
            "6:what was waited for has not come about in time"
        })
public final class LockstepCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    private LockstepCommand() {}

    /** Runs a command; returns its exit code. */
    public static int execute(DaemonRunner runner, String... args) {
        return commandLine(runner).execute(args);
    }

    static CommandLine commandLine(DaemonRunner runner) {
        return new CommandLine(new LockstepCommand())
                .addSubcommand(new RunCommand(runner))
                .addSubcommand(new CheckConfigCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new PromoteCommand())
                .addSubcommand(new VersionCommand(runner))
                .setParameterExceptionHandler((wrong, args) -> usage(wrong))
                .setExecutionExceptionHandler((thrown, commandLine, parsed) -> failure(thrown, commandLine.getErr()));
    }

    @Override
    public void run() {
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
        return switch (thrown) {
            case ConfigException e -> failure(err, e.getMessage(), ExitCode.CONFIG);
            case AdminException e ->
                failure(
                        err,
                        "lockstep: " + e.getMessage(),
                        e.kind() == AdminException.Kind.NOT_REACHABLE ? ExitCode.NOT_REACHABLE : ExitCode.FAILED);
            default -> throw thrown;
        };
    }

    private static int failure(PrintWriter err, String message, int exitCode) {
        err.println(message);
        err.flush();
        return exitCode;
    }
}
