package io.lockstep.runtime.memory;

import java.lang.foreign.MemorySegment;

/** Brings memory into the cache ahead of its use. Called once per batch. */
@FunctionalInterface
public interface Prefetcher {
    /** Leaves it to the processor: for tests and simulators. */
    Prefetcher NONE = (addresses, count) -> {};

    /** Asks for the cache lines at the first {@code count} addresses of a native array of {@code long}; an address may be 0. */
    void prefetch(MemorySegment addresses, int count);
}
