package io.lockstep.runtime.replication;

/**
 * Where the batches that were sent end, so that an acknowledgement finds the room it frees without a walk over the records. A
 * bounded queue of pairs: all records before an ordinal lie before a position.
 *
 * <p>An acknowledgement in the middle of a batch frees up to the last end before it; what is left goes with a later one. The newest mark
 * is always the end of all that was ever sent, so everything is free once everything is acknowledged. When the queue is full, the newest
 * mark gives way to a newer one: room is then freed in larger steps. Run by the channel's thread; no allocation.
 */
final class SentMarks {
    /** Marks at most, a power of two: batches that are under way. */
    static final int CAPACITY = 1024;

    private final long[] ordinals = new long[CAPACITY];
    private final long[] positions = new long[CAPACITY];
    private long oldest;
    private long end;

    /** All records before {@code ordinal} lie before {@code position}. Nothing new when a mark says as much: a batch is sent again. */
    void add(long ordinal, long position) {
        if (end > oldest && ordinal <= ordinals[slot(end - 1)]) {
            return;
        }
        if (end - oldest == CAPACITY) {
            end--;
        }
        ordinals[slot(end)] = ordinal;
        positions[slot(end)] = position;
        end++;
    }

    /**
     * Forgets the marks at or before an ordinal.
     *
     * @return the number of the last that was forgotten, for {@link #ordinal} and {@link #position} until the next is added; or -1
     */
    int pass(long ordinal) {
        int last = -1;
        while (oldest < end && ordinals[slot(oldest)] <= ordinal) {
            last = slot(oldest++);
        }
        return last;
    }

    /** Ordinal of a mark that {@link #pass} has named. */
    long ordinal(int mark) {
        return ordinals[mark];
    }

    /** Position of a mark that {@link #pass} has named. */
    long position(int mark) {
        return positions[mark];
    }

    /** Forgets all marks. */
    void clear() {
        oldest = end;
    }

    private static int slot(long index) {
        return (int) index & (CAPACITY - 1);
    }
}
