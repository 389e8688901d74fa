package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.AdminClient;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A daemon under measurement: a process that can be frozen while another one has its core, and its admin socket. The options of its
 * JVM are those that the daemon ships with; {@code LOCKSTEP_JAVA_OPTS} in the environment adds to them.
 */
final class BenchNode implements AutoCloseable {
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SIGNAL_SECONDS = 5;
    private static final int LAST_WORDS = 12;

    private final String name;
    private final Path log;
    private final Process process;
    private final AdminClient admin;

    private BenchNode(String name, Path log, Process process, Path socket) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.admin = new AdminClient(socket);
    }

    /** Starts {@code lockstep run}. */
    static BenchNode start(Lab lab, NodeFile file) throws IOException {
        Path log = lab.directory().resolve(file.name() + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        lab.home().resolve("bin").resolve("lockstep").toString(),
                        "run",
                        "--config",
                        file.write().toString())
                .directory(lab.directory().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new BenchNode(file.name(), log, Children.start(builder), file.socket());
    }

    long pid() {
        return process.pid();
    }

    /** What the node says of itself now, and when that was. */
    Sample sample() throws AdminException, BenchmarkFailure, IOException {
        if (!process.isAlive()) {
            throw new BenchmarkFailure(name + " has ended with exit code " + process.exitValue() + lastWords());
        }
        long beforeNs = System.nanoTime();
        NodeStatus status = admin.status();
        return new Sample(beforeNs + (System.nanoTime() - beforeNs) / 2, status, ThreadTimes.cpuNs(process.pid()));
    }

    /** Waits until the status is as asked for. */
    void await(String what, Predicate<NodeStatus> predicate) throws BenchmarkFailure, AdminException, IOException {
        long deadlineNs = System.nanoTime() + UP_WITHIN.toNanos();
        String seen = "no answer";
        while (System.nanoTime() < deadlineNs) {
            try {
                NodeStatus status = sample().status();
                if (predicate.test(status)) {
                    return;
                }
                seen = status.state() + ", " + status.reason();
            } catch (AdminException e) {
                if (e.kind() != AdminException.Kind.NOT_REACHABLE) {
                    throw e;
                }
            }
            LockSupport.parkNanos(POLL_NS);
        }
        throw new BenchmarkFailure(
                name + " is not " + what + " within " + UP_WITHIN.toSeconds() + " s, but " + seen + lastWords());
    }

    /** Asks the node to become primary, as {@code lockstep promote} does. */
    void promote() throws AdminException, BenchmarkFailure {
        PromoteResult result = admin.promote(PromotionKind.TAKEOVER);
        if (!result.accepted()) {
            throw new BenchmarkFailure(name + " was not promoted: " + result.message() + lastWords());
        }
    }

    /** Waits until the node is in a state as {@code status} shows it, such as {@code solo}. */
    void awaitState(String state) throws BenchmarkFailure, AdminException, IOException {
        await(state, status -> status.state().equals(state));
    }

    /** SIGSTOP: gives the core free and keeps everything, compiled code included. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** Its state, losses and last words, for the message of a failure. */
    String describe() throws AdminException, BenchmarkFailure, IOException {
        NodeStatus status = sample().status();
        return name + " is " + status.state() + ", " + status.reason() + "; counts " + status.counts() + ", drops "
                + status.drops() + lastWords();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
            kill.destroyForcibly();
            throw new IOException("kill " + signal + " does not end");
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "; the end of its log:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return "; its log cannot be read: " + e;
        }
    }

    /** Ends it at once: nothing of it is needed any more. */
    @Override
    public void close() {
        Children.end(process);
    }
}
