package io.lockstep.daemon.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a configuration names outside itself: asked when a node starts or is checked, not while parsing. */
public final class FileChecks {
    private FileChecks() {}

    /** Files that are missing or cannot be used, plugin jars excepted: loading those says more. */
    public static List<Problem> problems(NodeConfig config) {
        List<Problem> problems = new ArrayList<>();
        HookSettings hooks = config.hooks();
        hooks.onPromote().ifPresent(hook -> {
            String fault = executableFault(hook);
            if (fault != null) {
                problems.add(new Problem(hooks.onPromotePlace(), "hooks.on-promote: " + hook + " " + fault));
            }
        });
        return problems;
    }

    private static String executableFault(Path file) {
        if (!Files.exists(file)) {
            return "does not exist, expected an executable file";
        }
        if (!Files.isRegularFile(file)) {
            return "is not a file, expected an executable file";
        }
        return Files.isExecutable(file) ? null : "is not executable, expected chmod +x on it";
    }
}
