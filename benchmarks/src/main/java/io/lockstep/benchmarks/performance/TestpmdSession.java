package io.lockstep.benchmarks.performance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code dpdk-testpmd -i}: commands in, lines out. */
final class TestpmdSession implements AutoCloseable {
    private static final Pattern RECEIVED = Pattern.compile("^\\s*RX-packets: (\\d+)");
    private static final String STARTED = "packet forwarding";
    private static final int ANSWER_SECONDS = 30;

    private final int ports;
    private final Path log;
    private final Process process;
    private final PrintWriter commands;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    TestpmdSession(List<String> command, Path log, int ports) throws IOException {
        this.ports = ports;
        this.log = log;
        this.process = Children.start(new ProcessBuilder(command).redirectError(log.toFile()));
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread.ofVirtual().name("testpmd-output").start(this::read);
    }

    /** Waits until packets are forwarded. */
    void start() throws InterruptedException, BenchmarkFailure, IOException {
        commands.println("start");
        while (!next().contains(STARTED)) {
            // what it says before
        }
    }

    /** Packets that all ports have received so far. */
    long received() throws InterruptedException, BenchmarkFailure, IOException {
        commands.println("show port stats all");
        long sum = 0;
        for (int seen = 0; seen < ports; ) {
            Matcher matcher = RECEIVED.matcher(next());
            if (matcher.find()) {
                sum += Long.parseLong(matcher.group(1));
                seen++;
            }
        }
        return sum;
    }

    private String next() throws InterruptedException, BenchmarkFailure, IOException {
        String line = lines.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.isEmpty()) {
            throw new BenchmarkFailure("dpdk-testpmd does not answer; it said: "
                    + Files.readString(log).strip());
        }
        return line;
    }

    /** An empty line at the end wakes whoever waits. */
    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().filter(line -> !line.isBlank()).forEach(lines::add);
            process.waitFor();
        } catch (IOException | UncheckedIOException e) {
            lines.add("its output broke off: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lines.add("");
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
