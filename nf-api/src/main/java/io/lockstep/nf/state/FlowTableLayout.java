package io.lockstep.nf.state;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * Where things lie in a flow table's region. All of it is zero in an untouched table, so making one writes nothing.
 *
 * <pre>
 *   0        header, one cache line
 *   64       index: a power of two of 8-byte slots, at least twice the capacity;
 *            slot = fingerprint &lt;&lt; 32 | entry + 1, or 0 where empty
 *   entries  capacity x stride bytes: key high, key low, deadline, value
 * </pre>
 *
 * <p>The stride is 32 bytes or a whole number of 64-byte cache lines, so that no entry of up to 40 bytes of value touches
 * two lines.
 */
final class FlowTableLayout {
    static final int CACHE_LINE_BYTES = 64;

    /** Largest capacity: the home of a slot comes from 32 bits of hash, and the index has twice as many slots. */
    static final int MAX_CAPACITY = 1 << 30;

    static final int MAX_VALUE_BYTES = 1 << 16;

    static final StructLayout HEADER = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("seedHigh"),
            ValueLayout.JAVA_LONG.withName("seedLow"),
            ValueLayout.JAVA_INT.withName("size"),
            ValueLayout.JAVA_INT.withName("highWaterMark"),
            ValueLayout.JAVA_INT.withName("firstFreePlusOne"),
            ValueLayout.JAVA_INT.withName("sweepPosition"),
            MemoryLayout.paddingLayout(32));

    /** A live entry. */
    static final StructLayout ENTRY = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("keyHigh"),
            ValueLayout.JAVA_LONG.withName("keyLow"),
            ValueLayout.JAVA_LONG.withName("deadline"));

    /** A free entry below the high-water mark; the rest of it is zero. */
    static final StructLayout FREE_ENTRY = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("nextFreePlusOne"),
            MemoryLayout.paddingLayout(8),
            ValueLayout.JAVA_LONG.withName("deadline"));

    static final long SEED_HIGH = offset(HEADER, "seedHigh");
    static final long SEED_LOW = offset(HEADER, "seedLow");
    static final long SIZE = offset(HEADER, "size");
    static final long HIGH_WATER_MARK = offset(HEADER, "highWaterMark");
    static final long FIRST_FREE = offset(HEADER, "firstFreePlusOne");
    static final long SWEEP_POSITION = offset(HEADER, "sweepPosition");

    static final long KEY_HIGH = offset(ENTRY, "keyHigh");
    static final long KEY_LOW = offset(ENTRY, "keyLow");
    static final long DEADLINE = offset(ENTRY, "deadline");
    static final long VALUE = ENTRY.byteSize();
    static final long NEXT_FREE = offset(FREE_ENTRY, "nextFreePlusOne");

    static final long INDEX = HEADER.byteSize();

    private FlowTableLayout() {}

    /** Number of index slots: the load stays at or below one half. */
    static long slots(int capacity) {
        return Math.max(8, Long.highestOneBit(2L * capacity - 1) << 1);
    }

    /** Distance of two entries. */
    static long strideBytes(int valueBytes) {
        long used = VALUE + valueBytes;
        return used <= CACHE_LINE_BYTES / 2
                ? CACHE_LINE_BYTES / 2
                : (used + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
    }

    /** Where the entries start. */
    static long entries(int capacity) {
        return INDEX + slots(capacity) * Long.BYTES;
    }

    /** Size of the whole region. */
    static long sizeBytes(int capacity, int valueBytes) {
        return entries(capacity) + capacity * strideBytes(valueBytes);
    }

    private static long offset(StructLayout layout, String field) {
        return layout.byteOffset(PathElement.groupElement(field));
    }
}
