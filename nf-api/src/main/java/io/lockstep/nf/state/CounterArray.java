package io.lockstep.nf.state;

import java.util.Objects;

/**
 * Counters of 64 bits in one flat region. They start at 0 and wrap silently.
 *
 * <p>State owner's thread only. No operation allocates. An index out of range throws {@link IndexOutOfBoundsException}.
 */
public final class CounterArray {
    private final Region region;
    private final int length;

    private CounterArray(Region region, int length) {
        this.region = region;
        this.length = length;
    }

    /**
     * Makes counters that are all 0.
     *
     * @param name of the region that is allocated
     * @param length number of counters, 1 to 2^30
     * @throws IllegalArgumentException when the length is out of range
     */
    public static CounterArray create(Regions regions, String name, int length) {
        Arguments.inRange(name, "length", length, 1, 1 << 30);
        return new CounterArray(regions.allocate(name, (long) length * Long.BYTES), length);
    }

    /** Number of counters. */
    public int length() {
        return length;
    }

    /** Reads a counter. */
    public long get(int index) {
        return region.getLong(offset(index));
    }

    /** Writes a counter. */
    public void set(int index, long value) {
        region.putLong(offset(index), value);
    }

    /** Adds to a counter; returns its new value. */
    public long add(int index, long delta) {
        long sum = get(index) + delta;
        set(index, sum);
        return sum;
    }

    /** Adds 1 to a counter; returns its new value. */
    public long increment(int index) {
        return add(index, 1);
    }

    private long offset(int index) {
        return (long) Objects.checkIndex(index, length) * Long.BYTES;
    }
}
