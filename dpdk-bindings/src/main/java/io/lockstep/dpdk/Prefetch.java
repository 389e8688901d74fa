package io.lockstep.dpdk;

import java.lang.foreign.MemorySegment;

/** The processor's prefetch instruction, which Java has not. Any thread; no allocation. */
public final class Prefetch {
    private Prefetch() {}

    /**
     * Asks for the cache lines at the first {@code count} addresses of a native array of {@code long}, and does not wait for them. An
     * address need not be valid; 0 is as good as any.
     *
     * @throws IndexOutOfBoundsException if the array is shorter than {@code count}
     */
    public static void lines(MemorySegment addresses, int count) {
        Mbufs.requireLongs(addresses, 0, count);
        HotCalls.prefetch(addresses, count);
    }
}
