package io.lockstep.benchmarks.demo;

import java.io.File;
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
public final class Stage implements AutoCloseable {
    private static final long TERMINATION_SECONDS = 3;
    private static final File NOTHING = new File("/dev/null");

    private final String run;
    private final Path directory;
    private final List<Process> started = new ArrayList<>();
    private boolean closed;

    /** Sets one up; nothing runs yet. */
    public Stage(String run, Path directory) {
        this.run = run;
        this.directory = directory;
    }

    /** For configurations, sockets and logs. */
    public Path directory() {
        return directory;
    }

    /** Name of a role's namespace. */
    public String namespace(String role) {
        return run + "-" + role;
    }

    /** What a process of this name has written. */
    public Path log(String name) {
        return directory.resolve(name + ".log");
    }

    /** Starts a command in a role's namespace, without input. What it writes goes to the log. */
    public Process start(String role, String name, String... command) throws IOException {
        return start(builder(role, name, command)
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile())));
    }

    /** Starts a command in a role's namespace, its input and output piped to us. Its errors go to the log. */
    Process startPiped(String role, String name, String... command) throws IOException {
        return start(builder(role, name, command));
    }

    /** Starts a command in a role's namespace, without input. What it writes goes to a file. */
    Process startInto(Path output, String role, String... command) throws IOException {
        return start(builder(role, role, command)
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
    }

    private ProcessBuilder builder(String role, String name, String... command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", namespace(role)));
        line.addAll(Arrays.asList(command));
        return new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("the run is ending");
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Whether processes end because the run does. */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        List<Process> processes = closeDoor();
        processes.forEach(Process::destroy);
        try {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TERMINATION_SECONDS);
            for (Process process : processes) {
                if (!process.waitFor(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Process> closeDoor() {
        closed = true;
        return List.copyOf(started);
    }
}
