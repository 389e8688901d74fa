package io.lockstep.nf.state;

import static io.lockstep.nf.state.FlowTableLayout.DEADLINE;
import static io.lockstep.nf.state.FlowTableLayout.FIRST_FREE;
import static io.lockstep.nf.state.FlowTableLayout.HIGH_WATER_MARK;
import static io.lockstep.nf.state.FlowTableLayout.KEY_HIGH;
import static io.lockstep.nf.state.FlowTableLayout.KEY_LOW;
import static io.lockstep.nf.state.FlowTableLayout.NEXT_FREE;

/**
 * The entries of a flow table: a slab with a high-water mark and, below it, a last-in-first-out list of free entries
 * threaded through them. What was never used is never touched.
 *
 * <p>Unchecked: entry numbers come from the index or have been checked by the table.
 */
final class FlowEntries {
    static final int NONE = -1;

    /** Deadline of a free entry: compared as unsigned it lies after every other, so a sweep needs one comparison. */
    private static final long FREE = -1;

    private final long header;
    private final long base;
    private final long strideBytes;
    private final int capacity;

    FlowEntries(long header, int capacity, int valueBytes) {
        this.header = header;
        this.base = header + FlowTableLayout.entries(capacity);
        this.strideBytes = FlowTableLayout.strideBytes(valueBytes);
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    int highWaterMark() {
        return Memory.getInt(header + HIGH_WATER_MARK);
    }

    long address(int entry) {
        return base + entry * strideBytes;
    }

    long keyHigh(int entry) {
        return Memory.getLong(address(entry) + KEY_HIGH);
    }

    long keyLow(int entry) {
        return Memory.getLong(address(entry) + KEY_LOW);
    }

    boolean hasKey(int entry, long keyHigh, long keyLow) {
        return keyLow(entry) == keyLow && keyHigh(entry) == keyHigh;
    }

    /** Whether a number, which may be any, is that of a live entry with a key. */
    boolean isLiveWithKey(int entry, long keyHigh, long keyLow) {
        return entry >= 0 && isLive(entry) && hasKey(entry, keyHigh, keyLow);
    }

    long deadline(int entry) {
        return Memory.getLong(address(entry) + DEADLINE);
    }

    void deadline(int entry, long deadlineNs) {
        Memory.putLong(address(entry) + DEADLINE, deadlineNs);
    }

    boolean hasExpired(int entry, long nowNs) {
        return Long.compareUnsigned(deadline(entry), nowNs) <= 0;
    }

    boolean isLive(int entry) {
        return entry < highWaterMark() && deadline(entry) != FREE;
    }

    /** Takes a free entry, whose value is all zero, or {@link #NONE}. */
    int take(long keyHigh, long keyLow, long deadlineNs) {
        int entry = takeFree();
        if (entry != NONE) {
            long address = address(entry);
            Memory.putLong(address + KEY_HIGH, keyHigh);
            Memory.putLong(address + KEY_LOW, keyLow);
            Memory.putLong(address + DEADLINE, deadlineNs);
        }
        return entry;
    }

    /** Gives an entry back and wipes it. */
    void release(int entry) {
        long address = address(entry);
        Memory.clear(address, strideBytes);
        Memory.putLong(address + NEXT_FREE, Memory.getInt(header + FIRST_FREE));
        Memory.putLong(address + DEADLINE, FREE);
        Memory.putInt(header + FIRST_FREE, entry + 1);
    }

    private int takeFree() {
        int freed = Memory.getInt(header + FIRST_FREE) - 1;
        if (freed != NONE) {
            Memory.putInt(header + FIRST_FREE, (int) Memory.getLong(address(freed) + NEXT_FREE));
            return freed;
        }
        int fresh = highWaterMark();
        if (fresh == capacity) {
            return NONE;
        }
        Memory.putInt(header + HIGH_WATER_MARK, fresh + 1);
        return fresh;
    }
}
