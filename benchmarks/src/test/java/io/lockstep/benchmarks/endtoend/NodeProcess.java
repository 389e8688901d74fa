package io.lockstep.benchmarks.endtoend;

import io.lockstep.daemon.admin.AdminClient;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A running daemon as its operator sees it: a process, what it prints, its admin socket. */
final class NodeProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path output;
    private final AdminClient admin;

    NodeProcess(String name, Process process, Path output, Path socket) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.admin = new AdminClient(socket);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything that the process has printed so far, DPDK's own lines included. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status now; the node must be up. */
    NodeStatus status() throws AdminException {
        return admin.status();
    }

    PromoteResult promote(PromotionKind kind) throws AdminException {
        return admin.promote(kind);
    }

    /** Waits until the node is up and its status is as asked for; returns that status. */
    NodeStatus awaitStatus(String what, Predicate<NodeStatus> predicate) throws Exception {
        NodeStatus[] seen = new NodeStatus[1];
        Await.until(name + " " + what, this::dump, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " has ended while waiting until it " + what + "\n" + dump());
            }
            seen[0] = statusOrNull();
            return seen[0] != null && predicate.test(seen[0]);
        });
        return seen[0];
    }

    /** Waits until the node is in a state as {@code status} shows it, such as {@code in-sync}. */
    NodeStatus awaitState(String state) throws Exception {
        return awaitStatus("is " + state, status -> status.state().equals(state));
    }

    /** Waits until the process has printed a text. */
    void awaitOutput(String text) throws Exception {
        Await.until(name + " prints \"" + text + "\"", this::dump, () -> output().contains(text));
    }

    /** SIGKILL: no farewell, nothing flushed. */
    void kill9() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws Exception {
        process.destroy();
        return awaitExit();
    }

    /** Waits for the process to end by itself; returns the exit code. */
    int awaitExit() throws Exception {
        if (!process.waitFor(Await.BOUND.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end\n" + dump());
        }
        return process.exitValue();
    }

    /** What there is to see, for the message of a failed test. */
    String dump() {
        StringBuilder text = new StringBuilder("---- " + name + ", pid " + process.pid() + ", ");
        text.append(process.isAlive() ? "alive\n" : "ended with " + process.exitValue() + "\n");
        try {
            text.append(admin.statusJson()).append('\n');
        } catch (AdminException e) {
            text.append("no status: ").append(e.getMessage()).append('\n');
        }
        return text.append(output()).append("----\n").toString();
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

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the process has been killed: this does not take long
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
