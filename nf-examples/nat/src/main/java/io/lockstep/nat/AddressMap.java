package io.lockstep.nat;

import java.util.Arrays;

/**
 * An immutable map from IPv4 address to a small number, made for few entries and many lookups that find nothing. Open
 * addressing in one array, at most a quarter full.
 */
final class AddressMap {
    /** What {@link #get} returns for an unknown address; also the mark of an empty slot. */
    static final int NONE = -1;

    private static final int GOLDEN_RATIO = 0x9e3779b9;

    /** Address in the high half, value in the low half. */
    private final long[] slots;

    private final int shift;

    /** Makes a map; of an address that occurs twice the last value counts. */
    AddressMap(int[] addresses, int[] values) {
        int capacity = Integer.highestOneBit(Math.max(addresses.length, 2) - 1) * 8;
        slots = new long[capacity];
        Arrays.fill(slots, NONE);
        shift = Integer.numberOfLeadingZeros(capacity) + 1;
        for (int i = 0; i < addresses.length; i++) {
            put(addresses[i], values[i]);
        }
    }

    int get(int address) {
        for (int i = home(address); ; i = next(i)) {
            long slot = slots[i];
            int value = (int) slot;
            if (value == NONE || (int) (slot >>> 32) == address) {
                return value;
            }
        }
    }

    private void put(int address, int value) {
        int i = home(address);
        while ((int) slots[i] != NONE && (int) (slots[i] >>> 32) != address) {
            i = next(i);
        }
        slots[i] = (long) address << 32 | value;
    }

    private int home(int address) {
        return (address * GOLDEN_RATIO) >>> shift;
    }

    private int next(int i) {
        return (i + 1) & (slots.length - 1);
    }
}
