package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.demo.DemoFailure;
import io.lockstep.benchmarks.demo.Stage;
import io.lockstep.daemon.admin.AdminClient;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A daemon of the pair: a process that gets signals, its admin socket, its log. */
final class PairProcess {
    /** Quick to start; the machine's few cores are shared by everything. */
    private static final String JAVA_OPTIONS =
            "LOCKSTEP_JAVA_OPTS=-Xms64m -Xmx192m -XX:-AlwaysPreTouch -XX:TieredStopAtLevel=1 -Xshare:auto";

    private static final Pattern COMPLAINT = Pattern.compile(" ERROR |Exception|\\tat ");
    private static final int EXIT_SECONDS = 10;

    private final Stage stage;
    private final String name;
    private final Path lockstep;
    private final Path config;
    private final AdminClient admin;
    private Process process;

    PairProcess(Stage stage, TortureOptions options, RoundPlan plan, String letter, Path plugin) throws IOException {
        this.stage = stage;
        this.name = "node-" + letter;
        this.lockstep = options.home().resolve("bin").resolve("lockstep");
        this.config = stage.directory().resolve(name + ".yaml");
        Path socket = stage.directory().resolve(name + ".sock");
        this.admin = new AdminClient(socket);
        Files.writeString(config, PairFile.text(options, plan, letter, socket, plugin));
    }

    /** Starts it, also once more after it has died, with the same configuration. */
    void start() throws IOException {
        process =
                stage.start(name, name, "env", JAVA_OPTIONS, lockstep.toString(), "run", "--config", config.toString());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no farewell to the peer, nothing flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: the process stands still, its connections and rings stay. */
    void freeze() throws IOException, InterruptedException {
        Shell.run("kill", "-STOP", Long.toString(process.pid()));
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        Shell.run("kill", "-CONT", Long.toString(process.pid()));
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws InterruptedException, DemoFailure {
        process.destroy();
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            throw new DemoFailure(name + " does not end within " + EXIT_SECONDS + " s of SIGTERM");
        }
        return process.exitValue();
    }

    NodeStatus status() throws AdminException {
        return admin.status();
    }

    PromoteResult promote(PromotionKind kind) throws AdminException {
        return admin.promote(kind);
    }

    /** Waits until the status is as asked for; returns the milliseconds that this took. */
    double await(String what, Predicate<NodeStatus> predicate) throws Exception {
        return Bound.await(name + " " + what, this::dump, () -> {
            if (!process.isAlive()) {
                throw new DemoFailure(
                        name + " has ended with exit code " + process.exitValue() + " while waiting until it " + what);
            }
            NodeStatus status = statusOrNull();
            return status != null && predicate.test(status);
        });
    }

    /** Waits for a state as {@code status} shows it. */
    double awaitState(String state) throws Exception {
        return await("is " + state, status -> status.state().equals(state));
    }

    /** Lines of the log that a healthy node does not write. */
    List<String> complaints() throws IOException {
        return Files.readAllLines(stage.log(name)).stream()
                .filter(line -> COMPLAINT.matcher(line).find())
                .limit(3)
                .toList();
    }

    private NodeStatus statusOrNull() throws AdminException {
        try {
            return admin.status();
        } catch (AdminException e) {
            if (e.kind() == AdminException.Kind.NOT_REACHABLE) {
                return null;
            }
            throw e;
        }
    }

    private String dump() {
        try {
            NodeStatus status = admin.status();
            return status.state() + " in epoch " + status.epoch() + ", \"" + status.reason() + "\", "
                    + status.channels();
        } catch (AdminException e) {
            return e.getMessage();
        }
    }
}
