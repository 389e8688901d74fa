package io.lockstep.nf.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures what code allocates on the heap. For tests that hold a hot path to zero.
 *
 * <pre>{@code
 * assertEquals(0, AllocationProbe.leastBytes(() -> rounds(10_000)));
 * }</pre>
 */
public final class AllocationProbe {
    private static final int TRIES = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationProbe() {}

    /**
     * Runs the work on the calling thread until one run has allocated nothing, at most a hundred times, and returns the least that a run
     * has allocated.
     *
     * <p>Code that allocates does so in every run. The JVM does so once, and books it on the thread: a class or a call site that is
     * linked, a virtual object that a deoptimization makes real, and, at the first optimizing compilation of a class's method, all
     * string constants of that class, such as the messages of exceptions that are never thrown. On a busy machine, where the compiler is
     * late, such moments are spread over many runs. Make a run long enough that everything which must not allocate happens in it.
     *
     * @return bytes; 0 for code that does not allocate
     */
    public static long leastBytes(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least > 0; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            if (before < 0) {
                throw new IllegalStateException("this JVM does not measure allocation");
            }
            work.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
