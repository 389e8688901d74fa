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
    private static final int TRIES = 8;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationProbe() {}

    /**
     * Runs the work a few times on the calling thread and returns the least that a run has allocated.
     *
     * <p>Linking, compiling and the measurement itself now and then leave some hundred bytes on the thread; code that allocates does so
     * in every run. Make a run long enough that the JVM has compiled it before the last.
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
