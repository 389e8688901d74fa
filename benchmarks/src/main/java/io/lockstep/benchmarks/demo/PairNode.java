package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A daemon of the pair, seen as its operator sees it: a process, a log, and {@code bin/lockstep}. */
final class PairNode {
    private static final int COMMAND_SECONDS = 30;

    private final Stage stage;
    private final String name;
    private final Path lockstep;
    private final Path config;
    private final Path socket;
    private Process daemon;

    private PairNode(Stage stage, DemoOptions options, String letter, String role, int own, int peer)
            throws IOException {
        this.stage = stage;
        this.name = "node-" + letter;
        this.lockstep = options.home().resolve("bin").resolve("lockstep");
        this.config = stage.directory().resolve(name + ".yaml");
        this.socket = stage.directory().resolve(name + ".sock");
        Files.writeString(config, NodeFile.text(options, letter, role, own, peer, socket));
    }

    static PairNode primary(Stage stage, DemoOptions options) throws IOException {
        return new PairNode(stage, options, "a", "primary", 1, 2);
    }

    static PairNode backup(Stage stage, DemoOptions options) throws IOException {
        return new PairNode(stage, options, "b", "backup", 2, 1);
    }

    void start() throws IOException {
        daemon = stage.start(name, name, lockstep.toString(), "run", "--config", config.toString());
    }

    String name() {
        return name;
    }

    Path config() {
        return config;
    }

    Path log() {
        return stage.log(name);
    }

    long pid() {
        return daemon.pid();
    }

    /** SIGKILL: no farewell to the peer, nothing flushed. */
    void kill() {
        daemon.destroyForcibly();
    }

    boolean isAlive() {
        return daemon.isAlive();
    }

    /** What {@code lockstep status --json} says. */
    Map<String, Object> status() throws IOException, InterruptedException, DemoFailure {
        Answer answer = lockstep("status", "--json", "--socket", socket.toString());
        if (answer.exitCode != 0) {
            throw new DemoFailure(name + " does not tell its status: " + answer.text);
        }
        return Events.parse(answer.text);
    }

    /** {@code lockstep status --until protected}. */
    void awaitProtected(int seconds) throws IOException, InterruptedException, DemoFailure {
        Answer answer =
                lockstep("status", "--until", "protected", "--timeout", seconds + "s", "--socket", socket.toString());
        if (answer.exitCode != 0) {
            throw new DemoFailure("the pair does not come together: " + answer.text);
        }
    }

    /** {@code lockstep promote}. */
    Answer promote() throws IOException, InterruptedException, DemoFailure {
        return lockstep("promote", "--socket", socket.toString());
    }

    /** Runs a command against this daemon, and stops it when the daemon ends. */
    private Answer lockstep(String... arguments) throws IOException, InterruptedException, DemoFailure {
        List<String> command = new ArrayList<>(List.of(lockstep.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(stage.directory(), "command", ".out");
        Process process = stage.startInto(output, name, command.toArray(String[]::new));
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMAND_SECONDS + 15);
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            if (!daemon.isAlive() || System.nanoTime() > deadlineNs) {
                process.destroyForcibly();
                throw new DemoFailure(
                        daemon.isAlive()
                                ? "no answer to lockstep " + arguments[0]
                                : name + " has ended with exit code " + daemon.exitValue());
            }
        }
        String text = Files.readString(output, StandardCharsets.UTF_8).strip();
        Files.delete(output);
        return new Answer(process.exitValue(), text);
    }

    /** How a command ended and what it said. */
    record Answer(int exitCode, String text) {
        /** As in {@code docs/cli.md}. */
        static final int REFUSED = 5;
    }
}
