package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where processes run: the namespaces of one run. Knows every process that it started and ends them all on {@link #close}, which
 * the shutdown hook calls too. Thread-safe.
 */
final class Stage implements AutoCloseable {
    private static final long TERMINATION_SECONDS = 5;

    private final String run;
    private final Path directory;
    private final List<Process> started = new ArrayList<>();
    private boolean closed;

    Stage(String run, Path directory) {
        this.run = run;
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** Name of a role's namespace. */
    String namespace(String role) {
        return run + "-" + role;
    }

    Path log(String name) {
        return directory.resolve(name + ".log");
    }

    /** Starts a command in a role's namespace. What it writes goes to the log; where it is piped, only its errors do. */
    synchronized Process start(String role, String name, boolean piped, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespace(role)));
        line.addAll(Arrays.asList(command));
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(log(name).toFile());
        builder.redirectError(log);
        if (!piped) {
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.redirectOutput(log);
        }
        if (closed) {
            throw new IOException("the demo is ending");
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @Override
    public synchronized void close() {
        closed = true;
        started.forEach(Process::destroy);
        try {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TERMINATION_SECONDS);
            for (Process process : started) {
                if (!process.waitFor(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            started.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
