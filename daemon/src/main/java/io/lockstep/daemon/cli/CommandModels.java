package io.lockstep.daemon.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Builds what picocli knows of the commands by hand. Its annotations would say the same, and reading them was the largest part of a
 * client command's time: each needs a proxy class that is made at run time, at every start (docs/decisions/0013).
 */
final class CommandModels {
    private static final List<String> EXIT_CODES = List.of(
            "done",
            "failed; the message says why",
            "the command line is wrong",
            "the configuration or a plugin cannot be used",
            "no daemon answers at the admin socket",
            "the daemon refused",
            "what was waited for has not come about in time");

    private CommandModels() {}

    /** A command with its help; {@code action} returns the {@link ExitCode}. */
    static CommandSpec command(String name, String description, Callable<Integer> action) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage()
                .description(description)
                .autoWidth(true)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        return spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help.")
                .build());
    }

    /** An option that is there or not. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** Whether a flag was given. */
    static boolean isGiven(OptionSpec flag) {
        return Boolean.TRUE.equals(flag.getValue());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (int code = 0; code < EXIT_CODES.size(); code++) {
            codes.put(Integer.toString(code), EXIT_CODES.get(code));
        }
        return codes;
    }
}
