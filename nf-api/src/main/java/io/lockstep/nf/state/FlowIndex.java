package io.lockstep.nf.state;

/**
 * The hash index of a flow table: open addressing over 8-byte slots in lines of {@link #LINE_SLOTS}, which are cache lines. A search
 * begins at a key's home, goes on to the end of that line and from its start back to the home, and only where all of the line is taken
 * to the line behind it, at the same place. So hardly any search leaves the line that a prefetch has named: at the highest load one in
 * twenty, where it would be one in five without the turn.
 *
 * <p>Deletion moves later slots back, so there are no tombstones and an emptied index is all zero again. A slot's home comes from its
 * fingerprint, so that reads no key.
 */
final class FlowIndex {
    static final long EMPTY = 0;
    /** Slots in a line. */
    static final int LINE_SLOTS = FlowTableLayout.CACHE_LINE_BYTES / Long.BYTES;

    private static final int IN_LINE = LINE_SLOTS - 1;
    /** What {@link #follower} returns: no slot of this line wants the gap, but one of a later line may. */
    private static final long LOOK_FURTHER = -1;
    /** None wants it. */
    private static final long NOBODY = -2;

    private final long base;
    private final long mask;

    /** Takes zeroed memory at a multiple of a line's size, for a power of two of slots, a line's or more. */
    FlowIndex(long address, long slots) {
        assert Long.bitCount(slots) == 1 && slots >= LINE_SLOTS;
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

    /** The position behind another one in a search that has begun at {@code home}. */
    long next(long position, long home) {
        long inLine = (position & -LINE_SLOTS) | ((position + 1) & IN_LINE);
        return ((inLine ^ home) & IN_LINE) != 0 ? inLine : (inLine + LINE_SLOTS) & mask;
    }

    long address(long position) {
        return base + position * Long.BYTES;
    }

    long slot(long position) {
        return Memory.getLong(address(position));
    }

    /** Where a slot with this fingerprint goes: the first empty position of its search. There always is one. */
    long vacancy(int fingerprint) {
        long home = home(fingerprint);
        long position = home;
        while (slot(position) != EMPTY) {
            position = next(position, home);
        }
        return position;
    }

    /** Fills an empty position, the {@link #vacancy} of the fingerprint. */
    void fill(long position, int fingerprint, int entry) {
        assert position == vacancy(fingerprint) : "position " + position + " is not where the search ends";
        slot(position, (long) fingerprint << 32 | (entry + 1));
    }

    /** Removes the slot of an entry that is in the index. */
    void remove(int fingerprint, int entry) {
        long home = home(fingerprint);
        long position = home;
        while (entry(slot(position)) != entry) {
            assert slot(position) != EMPTY : "entry " + entry + " is not in the index";
            position = next(position, home);
        }
        closeGap(position);
    }

    /** Moves slots into the gap whose searches come by there earlier, until there are none. */
    private void closeGap(long removed) {
        long gap = removed;
        long line = gap & -LINE_SLOTS;
        long follower = follower(line, gap);
        while (follower != NOBODY) {
            if (follower == LOOK_FURTHER) {
                line = (line + LINE_SLOTS) & mask;
            } else {
                slot(gap, slot(follower));
                gap = follower;
            }
            follower = follower(line, gap);
        }
        slot(gap, EMPTY);
    }

    /**
     * A slot of a line that belongs into the gap, which is in this line or an earlier one. No search has gone on beyond a line with an
     * empty slot.
     */
    private long follower(long line, long gap) {
        boolean hasEmpty = false;
        for (long i = 1; i <= LINE_SLOTS; i++) {
            long position = line | ((gap + i) & IN_LINE);
            if (position == gap) {
                continue;
            }
            long slot = slot(position);
            if (slot == EMPTY) {
                hasEmpty = true;
            } else {
                long home = home(fingerprint(slot));
                if (steps(home, gap) < steps(home, position)) {
                    return position;
                }
            }
        }
        return hasEmpty ? NOBODY : LOOK_FURTHER;
    }

    /** How many positions a search from {@code home} has behind it when it comes to a position. */
    private long steps(long home, long position) {
        long lines = (position & -LINE_SLOTS) - (home & -LINE_SLOTS);
        return (lines & mask) | ((position - home) & IN_LINE);
    }

    private void slot(long position, long value) {
        Memory.putLong(address(position), value);
    }
}
