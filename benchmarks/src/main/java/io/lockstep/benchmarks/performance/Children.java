package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Knows every process that benchmarks have started, so that none outlives the run, however it ends. Thread-safe. */
final class Children {
    private static final int END_SECONDS = 5;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "end-children"));
    }

    private Children() {}

    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        RUNNING.add(process);
        return process;
    }

    /** SIGKILL, also for one that is frozen, and for what it has started itself; returns when it is gone. */
    static void end(Process process) {
        kill(process);
        boolean interrupted = Thread.interrupted();
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                RUNNING.remove(process);
            }
        } catch (InterruptedException e) {
            interrupted = true; // it has been killed all the same
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endAll() {
        RUNNING.forEach(Children::kill);
    }

    private static void kill(Process process) {
        List<ProcessHandle> below = process.descendants().toList(); // while it lives: then they are somebody else's
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
