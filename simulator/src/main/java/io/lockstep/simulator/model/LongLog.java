package io.lockstep.simulator.model;

import java.util.Arrays;

/** A growing list of longs. */
final class LongLog {
    private long[] values = new long[48];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    long get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }
}
