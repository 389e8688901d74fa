package io.lockstep.nf.testkit;

import io.lockstep.nf.AccessContext;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** The value slots of a context: garbage until written, and they remember which were. */
final class BedSlots {
    private final long[] values = new long[AccessContext.SLOTS];
    private int written;

    BedSlots(SplittableRandom garbage) {
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = garbage.nextLong();
        }
    }

    private BedSlots(BedSlots source) {
        System.arraycopy(source.values, 0, values, 0, values.length);
        written = source.written;
    }

    BedSlots copy() {
        return new BedSlots(this);
    }

    long get(int slot) {
        return values[Objects.checkIndex(slot, values.length)];
    }

    void set(int slot, long value) {
        values[Objects.checkIndex(slot, values.length)] = value;
        written |= 1 << slot;
    }

    /** Compares what was written. */
    Optional<String> firstDifference(BedSlots other) {
        for (int slot = 0; slot < values.length; slot++) {
            boolean mine = isWritten(slot);
            if (mine != other.isWritten(slot) || (mine && values[slot] != other.values[slot])) {
                return Optional.of("slot " + slot + " holds " + text(slot) + " against " + other.text(slot));
            }
        }
        return Optional.empty();
    }

    private boolean isWritten(int slot) {
        return (written >>> slot & 1) != 0;
    }

    private String text(int slot) {
        return isWritten(slot) ? Long.toString(values[slot]) : "nothing";
    }
}
