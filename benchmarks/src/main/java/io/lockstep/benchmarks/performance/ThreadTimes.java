package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** CPU time of a daemon's threads that move packets, as the kernel counts it: {@code /proc/PID/task/TID/schedstat}. */
final class ThreadTimes {
    /** Agents that share a thread stand in brackets. */
    private static final Set<String> PREFIXES = Set.of("[worker-", "worker-", "owner-", "channel-", "conductor");

    private ThreadTimes() {}

    /** Nanoseconds on a CPU so far. */
    static long cpuNs(long pid) throws IOException {
        return cpuNs(Path.of("/proc", Long.toString(pid), "task"));
    }

    static long cpuNs(Path tasks) throws IOException {
        long sum = 0;
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                sum += ofThread(thread);
            }
        }
        return sum;
    }

    private static long ofThread(Path thread) throws IOException {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            if (PREFIXES.stream().noneMatch(name::startsWith)) {
                return 0;
            }
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        } catch (NoSuchFileException e) {
            return 0; // it has just ended
        }
    }
}
