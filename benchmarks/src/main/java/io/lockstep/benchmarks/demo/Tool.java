package io.lockstep.benchmarks.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@link DemoServer} or {@link DemoClient} as a process in its namespace: takes commands, tells events. */
public final class Tool {
    private final String name;
    private final Process process;
    private final PrintWriter commands;
    private final BlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();

    private Tool(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread.ofVirtual().name(name + "-events").start(this::readEvents);
    }

    /** Starts a main class in a role's namespace. */
    public static Tool start(Stage stage, String role, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new Tool(role, stage.startPiped(role, role, command.toArray(String[]::new)));
    }

    private void readEvents() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().map(Events::parse).forEach(events::add);
        } catch (IOException | UncheckedIOException e) {
            System.err.println(name + ": its output has broken off: " + e);
        }
    }

    /** Sends a command. */
    public void tell(String command) {
        commands.println(command);
    }

    /** Waits for an event, dropping others. */
    public Map<String, Object> await(String event, int seconds) throws DemoFailure, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < deadlineNs) {
            Map<String, Object> next = events.poll(100, TimeUnit.MILLISECONDS);
            if (next != null && next.get("event").equals(event)) {
                return next;
            }
            if (next == null && !process.isAlive() && events.isEmpty()) {
                throw new DemoFailure("the " + name + " ended with exit code " + process.exitValue()
                        + " instead of saying \"" + event + "\"");
            }
        }
        throw new DemoFailure("the " + name + " did not say \"" + event + "\" within " + seconds + " s");
    }
}
