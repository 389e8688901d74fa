package io.lockstep.daemon.cli;

import io.lockstep.daemon.admin.AdminClient;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.config.ConfigException;
import io.lockstep.daemon.config.Durations;
import io.lockstep.daemon.config.FormatException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code lockstep status}: shows what a daemon is doing, or waits until it does something. */
final class StatusCommand implements Callable<Integer> {
    private static final long POLL_MS = 50;

    /** What can be waited for. */
    enum Until {
        running,
        primary,
        backup,
        protect;

        boolean reached(NodeStatus status) {
            return switch (this) {
                case running -> true;
                case primary, backup -> status.role().equals(name());
                case protect -> status.protection().equals("protected");
            };
        }
    }

    private final TargetOptions target = new TargetOptions();
    private final OptionSpec json = CommandModels.flag("--json", "As JSON; the fields are in docs/cli.md.");
    private final OptionSpec until = OptionSpec.builder("--until")
            .type(Until.class)
            .paramLabel("STATE")
            .converters(new UntilConverter())
            .description("Wait until the daemon is running, primary, backup or protected.")
            .build();
    private final OptionSpec timeout = OptionSpec.builder("--timeout")
            .type(String.class)
            .paramLabel("DURATION")
            .defaultValue("30s")
            .description("How long --until waits, for example 500ms or 2m (default: ${DEFAULT-VALUE}).")
            .build();
    private final CommandSpec spec = CommandModels.command(
                    "status", "Show what a running node is doing, or wait until it is in a state.", this)
            .addArgGroup(target.group())
            .addOption(json)
            .addOption(until)
            .addOption(timeout);

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws ConfigException, AdminException, InterruptedException {
        AdminClient client = target.client();
        Until wanted = until.getValue();
        if (wanted != null) {
            Optional<String> lastSeen =
                    await(wanted, client, System.nanoTime() + timeout().toNanos());
            if (lastSeen.isPresent()) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("lockstep: not " + UntilConverter.word(wanted) + " within " + timeout.getValue()
                        + "; last seen: " + lastSeen.get());
                err.flush();
                return ExitCode.TIMEOUT;
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (CommandModels.isGiven(json)) {
            out.println(client.statusJson());
        } else {
            StatusReport.write(client.status(), out);
        }
        out.flush();
        return ExitCode.OK;
    }

    /** Empty when the state was reached, else what was there instead. */
    private Optional<String> await(Until wanted, AdminClient client, long deadlineNs)
            throws InterruptedException, AdminException {
        while (true) {
            String seen;
            try {
                NodeStatus status = client.status();
                if (wanted.reached(status)) {
                    return Optional.empty();
                }
                seen = status.role() + ", protection " + status.protection() + " (" + status.reason() + ")";
            } catch (AdminException e) {
                if (e.kind() != AdminException.Kind.NOT_REACHABLE) {
                    throw e;
                }
                seen = e.getMessage();
            }
            if (System.nanoTime() >= deadlineNs) {
                return Optional.of(seen);
            }
            Thread.sleep(POLL_MS);
        }
    }

    private Duration timeout() {
        String given = timeout.getValue();
        try {
            return Durations.parse(given);
        } catch (FormatException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--timeout is " + given + ", " + e.getMessage() + ", expected a duration such as 500ms or 2m");
        }
    }

    /** Reads {@code --until}; {@code protected} is a word that Java keeps for itself. */
    static final class UntilConverter implements CommandLine.ITypeConverter<Until> {
        static String word(Until until) {
            return until == Until.protect ? "protected" : until.name();
        }

        @Override
        public Until convert(String value) {
            for (Until until : Until.values()) {
                if (word(until).equals(value)) {
                    return until;
                }
            }
            throw new CommandLine.TypeConversionException(
                    "is " + value + ", expected running, primary, backup or protected");
        }
    }
}
