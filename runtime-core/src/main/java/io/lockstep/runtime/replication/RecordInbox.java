package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.LargeMemory;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.memory.SharedPosition;
import java.lang.foreign.Arena;

/**
 * A backup's records between its channel, the producer, and its worker, the consumer: a bounded ring of flat memory in which they
 * lie back to back, byte for byte as on the wire, so that a whole frame of them goes in with one copy.
 *
 * <pre>
 *   freed                                            committed
 *   v                                                v
 *   | record | record | record | gap to the ring's end | ... a record says itself how long it is ({@link RecordLayout})
 * </pre>
 *
 * <p>A record never wraps. Where the next one does not fit before the ring's end, the eight bytes that are at least left there say
 * "gap" in the place of a record's kind. Positions are byte counts that only grow. No allocation after construction.
 */
public final class RecordInbox implements AutoCloseable {
    /** In the place of a kind; no kind of a record, so no record from the wire looks like it. */
    private static final int GAP = 0xff;

    private final Arena arena;
    private final long base;
    private final int capacityBytes;
    private final int mask;

    // Channel.
    private long written;
    private long published;
    private long freedSeen;
    private long nextOrdinal;

    // Written by the channel, read by the worker; and the other way round.
    private final SharedPosition committed = new SharedPosition();
    private final SharedPosition freed = new SharedPosition();

    /**
     * Makes an empty inbox, whose first record has ordinal 0.
     *
     * @param capacityBytes a power of two from 4 KiB to 1 GiB
     */
    public RecordInbox(int capacityBytes) {
        this.capacityBytes = RecordRing.checked(capacityBytes);
        this.mask = capacityBytes - 1;
        this.arena = Arena.ofShared();
        this.base = LargeMemory.allocate(arena, capacityBytes, 64).address();
    }

    /** Most bytes that a record may have. */
    public int maxRecordBytes() {
        return capacityBytes / 4;
    }

    /** Capacity in bytes. */
    public int capacityBytes() {
        return capacityBytes;
    }

    // ---------------------------------------------------------------- channel

    /**
     * Appends as many whole records as there is room for.
     *
     * @param records address of the first; they lie back to back and are well-formed
     * @param lengthBytes of all of them
     * @param count how many they are
     * @return bytes appended, of whole records
     */
    public int append(long records, int lengthBytes, int count) {
        if (lengthBytes <= roomBytes(lengthBytes)) {
            put(records, lengthBytes, count);
            return lengthBytes;
        }
        return appendOneByOne(records, lengthBytes);
    }

    private int appendOneByOne(long records, int lengthBytes) {
        int appended = 0;
        while (appended < lengthBytes) {
            int recordBytes = RecordLayout.recordBytes(records + appended);
            if (recordBytes > roomBytes(recordBytes)
                    && !(leaveGap(recordBytes) && recordBytes <= roomBytes(recordBytes))) {
                break;
            }
            put(records + appended, recordBytes, 1);
            appended += recordBytes;
        }
        return appended;
    }

    /** Shows the worker what was appended. Once per duty cycle. */
    public void publish() {
        if (published != written) {
            published = written;
            committed.set(written);
        }
    }

    /** Ordinal of the record that comes next. */
    public long nextOrdinal() {
        return nextOrdinal;
    }

    // ---------------------------------------------------------------- worker

    /** Position behind the last visible record. */
    public long committed() {
        return committed.get();
    }

    /** Position up to which room has been given back. */
    public long freed() {
        return freed.get();
    }

    /** Gives room back up to a position. */
    public void free(long position) {
        freed.set(position);
    }

    /** The position itself, or the one behind a gap there; {@code position < committed()}. */
    public long skipGap(long position) {
        return RecordLayout.kind(recordAddress(position)) == GAP ? (position | mask) + 1 : position;
    }

    /** Position behind the record at a position. */
    public long next(long position) {
        return position + RecordLayout.recordBytes(recordAddress(position));
    }

    /** Address of the record at a position, for {@link RecordLayout}. */
    public long recordAddress(long position) {
        return base + (position & mask);
    }

    /** Bytes of visible records that have not been freed. Any thread; a value that was true a moment ago. */
    public long bytesHeld() {
        long end = committed();
        return Math.max(0, end - freed());
    }

    /** Gives the memory back. Both threads have stopped. */
    @Override
    public void close() {
        arena.close();
    }

    /** Bytes that can be written in one piece: at least {@code wanted}, if there is so much at all. */
    private int roomBytes(int wanted) {
        int toEnd = capacityBytes - (int) (written & mask);
        long free = freedSeen + capacityBytes - written;
        if (free < wanted) {
            freedSeen = freed.get();
            free = freedSeen + capacityBytes - written;
        }
        return (int) Math.min(toEnd, free);
    }

    private void put(long records, int lengthBytes, int count) {
        Memory.copy(records, recordAddress(written), lengthBytes);
        written += lengthBytes;
        nextOrdinal += count;
    }

    /** Goes to the ring's start if it is the ring's end that a record does not fit before; false when the ring is full. */
    private boolean leaveGap(int recordBytes) {
        int toEnd = capacityBytes - (int) (written & mask);
        if (recordBytes <= toEnd || roomBytes(toEnd) < toEnd) {
            return false;
        }
        Memory.putLong(recordAddress(written), RecordLayout.kindWord(GAP));
        written += toEnd;
        return true;
    }
}
