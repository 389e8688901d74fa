package io.lockstep.runtime.owner;

import io.lockstep.nf.Access;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.memory.Prefetcher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Has fetched what a batch of accesses will read, so that their cache misses overlap. A batch of one has nothing to overlap. Owner thread only. */
final class BatchPrefetch {
    /** Lines that are fetched with one call: while the next ones are being named, these are on their way. */
    private static final int LINES_PER_CALL = 8;

    private final Prefetcher prefetcher;
    private final MemorySegment lines;
    private final long linesAt;
    /** Of a batch, those whose accesses have more to name. */
    private final int[] unfinished;

    /** Makes one for batches of up to {@code capacity}. */
    BatchPrefetch(Prefetcher prefetcher, int capacity) {
        this.prefetcher = prefetcher;
        this.lines = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, capacity);
        this.linesAt = lines.address();
        this.unfinished = new int[capacity];
    }

    /** The messages themselves: the worker's core holds them. */
    void messages(AccessMessage[] batch, int size) {
        if (size < 2) {
            return;
        }
        for (int i = 0; i < size; i++) {
            Memory.putLong(linesAt + i * 8L, batch[i].address());
        }
        prefetcher.prefetch(lines, size);
    }

    /** What the accesses will read: two steps for all, a third for those that have asked for it. */
    void state(AccessMessage[] batch, int size) {
        if (size < 2) {
            return;
        }
        step(batch, size, 0);
        int unfinishedSize = step(batch, size, 1);
        if (unfinishedSize > 0) {
            step(batch, unfinishedSize, 2);
        }
    }

    /**
     * One step. The place of an access that has more to name is noted with a branch, which a processor foresees: without one, all that
     * follows would wait for what the access has just read.
     *
     * @return how many have more to name
     */
    private int step(AccessMessage[] batch, int asked, int step) {
        int count = 0;
        int left = 0;
        for (int i = 0; i < asked; i++) {
            int place = step < 2 ? i : unfinished[i];
            long named = batch[place].prefetch(step);
            long address = named & ~Access.MORE;
            if (address != 0) {
                Memory.putLong(linesAt + count * 8L, address);
                if (++count == LINES_PER_CALL) {
                    prefetcher.prefetch(lines, count);
                    count = 0;
                }
            }
            if (named < 0) {
                unfinished[left++] = place;
            }
        }
        if (count > 0) {
            prefetcher.prefetch(lines, count);
        }
        return left;
    }
}
