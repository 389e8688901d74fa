package io.lockstep.nf.state;

/**
 * The hash index of a flow table: linear probing over 8-byte slots, deletion by backward shift, so there are no tombstones
 * and an emptied index is all zero again.
 *
 * <p>A slot's home comes from its fingerprint, so deletion moves slots without reading a key.
 */
final class FlowIndex {
    static final long EMPTY = 0;

    private final long base;
    private final long mask;

    FlowIndex(long address, long slots) {
        assert Long.bitCount(slots) == 1;
        this.base = address;
        this.mask = slots - 1;
    }

    static int fingerprint(long slot) {
        return (int) (slot >>> 32);
    }

    static int entry(long slot) {
        return (int) slot - 1;
    }

    long home(int fingerprint) {
        return fingerprint & mask;
    }

    long next(long position) {
        return (position + 1) & mask;
    }

    long address(long position) {
        return base + position * Long.BYTES;
    }

    long slot(long position) {
        return Memory.getLong(address(position));
    }

    /** Adds a slot. There is always room: the index has twice as many slots as the table has entries. */
    void insert(int fingerprint, int entry) {
        long position = home(fingerprint);
        while (slot(position) != EMPTY) {
            position = next(position);
        }
        slot(position, (long) fingerprint << 32 | (entry + 1));
    }

    /** Removes the slot of an entry that is in the index. */
    void remove(int fingerprint, int entry) {
        long position = home(fingerprint);
        while (entry(slot(position)) != entry) {
            assert slot(position) != EMPTY : "entry " + entry + " is not in the index";
            position = next(position);
        }
        closeGap(position);
    }

    /** Moves later slots of the run back into the gap wherever that brings them no further than their home. */
    private void closeGap(long removed) {
        long gap = removed;
        for (long position = next(gap); ; position = next(position)) {
            long slot = slot(position);
            if (slot == EMPTY) {
                slot(gap, EMPTY);
                return;
            }
            long distanceFromHome = (position - home(fingerprint(slot))) & mask;
            if (distanceFromHome >= ((position - gap) & mask)) {
                slot(gap, slot);
                gap = position;
            }
        }
    }

    private void slot(long position, long value) {
        Memory.putLong(address(position), value);
    }
}
