package io.lockstep.benchmarks.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the system's own: {@code ip}, {@code nft}, {@code tc}, {@code kill}. */
public final class Shell {
    private static final int SECONDS = 10;

    private Shell() {}

    /** Runs a command in a network namespace; returns what it wrote. */
    public static String in(String namespace, String... command) throws IOException, InterruptedException {
        return in(namespace, "", command);
    }

    /** The same with something to read. */
    static String in(String namespace, String input, String[] command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        line.addAll(List.of(command));
        return run(input, line);
    }

    /** Runs a command. */
    public static String run(String... command) throws IOException, InterruptedException {
        return run("", List.of(command));
    }

    private static String run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
