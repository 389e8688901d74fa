package io.lockstep.benchmarks.performance.paced;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the machine and the JVM say of the agents' thread.
 *
 * @param allocatedBytes on the heap, by that thread
 * @param cpuNs its CPU time
 * @param runDelayNs time that it was ready to run and another thread had its CPU
 * @param collections garbage collections of the process
 */
public record ThreadFigures(long allocatedBytes, long cpuNs, long runDelayNs, long collections)
        implements Serializable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static ThreadFigures of(Thread thread) {
        long collections = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
        return new ThreadFigures(
                THREADS.getThreadAllocatedBytes(thread.threadId()),
                THREADS.getThreadCpuTime(thread.threadId()),
                runDelayNs(thread.getName()),
                collections);
    }

    /** What was counted since an earlier reading. */
    public ThreadFigures since(ThreadFigures before) {
        return new ThreadFigures(
                allocatedBytes - before.allocatedBytes,
                cpuNs - before.cpuNs,
                runDelayNs - before.runDelayNs,
                collections - before.collections);
    }

    /** Linux knows threads of this process by the first 15 characters of their names. */
    private static long runDelayNs(String threadName) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).strip().equals(threadName)) {
                    return Long.parseLong(
                            Files.readString(task.resolve("schedstat")).split(" ", 3)[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the run delay of thread " + threadName + " cannot be read", e);
        }
        throw new IllegalStateException("there is no thread " + threadName + " in /proc/self/task");
    }
}
