package io.lockstep.benchmarks.performance;

import io.lockstep.dpdk.Eal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long a cache line takes from one core to another and back: two threads take turns in writing and waiting. A virtual machine's cores
 * may be neighbours at one moment and far apart at the next, as the host moves them, and with them every figure of two threads.
 */
final class CoreDistance {
    private static final int ROUNDS = 7;
    private static final int EXCHANGES = 20_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOKS_AT_CLOCK_EVERY = 1 << 16;
    private static final int THERE = 32; // with room for the processor's prefetcher of neighbouring lines on both sides
    private static final int BACK = 64;
    private static final long STOP = -1;

    private final AtomicLongArray lines = new AtomicLongArray(96);
    private final long deadlineNs = System.nanoTime() + PATIENCE_NS;

    private CoreDistance() {}

    /** Nanoseconds there and back: the least of some rounds. Keeps the caller, which stays on any core, for some ten milliseconds. */
    static long roundTripNs(int firstCore, int secondCore) throws InterruptedException {
        CoreDistance distance = new CoreDistance();
        long[] best = {Long.MAX_VALUE};
        Thread echo = thread("core-distance-echo", secondCore, distance::echo);
        Thread caller = thread("core-distance", firstCore, () -> best[0] = distance.call());
        echo.join();
        caller.join();
        if (best[0] == Long.MAX_VALUE) {
            throw new IllegalStateException("cores " + firstCore + " and " + secondCore
                    + " do not exchange anything within 5 s: expected two CPUs that this process may use");
        }
        return best[0];
    }

    private static Thread thread(String name, int core, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(() -> {
            Eal.pinThread(core);
            work.run();
        });
    }

    private void echo() {
        long expected = 1;
        while (await(THERE, expected)) {
            lines.setRelease(BACK, expected++);
        }
    }

    private long call() {
        long value = 0;
        long best = Long.MAX_VALUE;
        try {
            for (int round = 0; round < ROUNDS; round++) {
                long startNs = System.nanoTime();
                for (int i = 0; i < EXCHANGES; i++) {
                    lines.setRelease(THERE, ++value);
                    if (!await(BACK, value)) {
                        return Long.MAX_VALUE;
                    }
                }
                best = Math.min(best, (System.nanoTime() - startNs) / EXCHANGES);
            }
        } finally {
            lines.set(THERE, STOP);
        }
        return best;
    }

    private boolean await(int line, long value) {
        int looks = 0;
        long seen = lines.getAcquire(line);
        while (seen != value) {
            if (seen == STOP || (++looks % LOOKS_AT_CLOCK_EVERY == 0 && System.nanoTime() > deadlineNs)) {
                return false;
            }
            seen = lines.getAcquire(line);
        }
        return true;
    }
}
