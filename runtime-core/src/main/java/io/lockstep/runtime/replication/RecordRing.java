package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.memory.SharedPosition;
import java.lang.foreign.Arena;

/**
 * A bounded ring of records in flat memory between one producer thread and one consumer thread.
 *
 * <p>Positions are byte counts that only grow: {@code claimed >= committed >= freed}. Records are claimed in ordinal order,
 * may be committed in any order, and become visible to the consumer in ordinal order when {@link #publish} has been called.
 *
 * <pre>
 *   slot, aligned to 8:
 *   0            4            8
 *   +------------+------------+------------------------+
 *   | slot bytes | state      | record (RecordLayout)  |     state: bytes of the committed record,
 *   +------------+------------+------------------------+            or -1 claimed, or -2 padding
 *   A slot lies in one chunk of the memory ({@link RingMemory}): what is left at a chunk's end becomes a padding slot.
 * </pre>
 *
 * <p>No allocation after construction. Methods say which thread may call them.
 */
public final class RecordRing implements AutoCloseable {
    /** What {@link #claim} returns when there is no room. */
    public static final long FULL = -1;

    private static final int SLOT_HEADER_BYTES = 8;
    private static final int CLAIMED = -1;
    private static final int PADDING = -2;

    private final Arena arena;
    private final RingMemory memory;
    private final int capacityBytes;
    private final int maxRecordBytes;

    // Producer.
    private long claimed;
    private long complete;
    private long published;
    private long freedSeen;
    private long nextOrdinal;

    // Written by the producer, read by the consumer; and the other way round.
    private final SharedPosition committed = new SharedPosition();
    private final SharedPosition freed = new SharedPosition();

    /**
     * Makes an empty ring whose first record gets ordinal 0.
     *
     * @param capacityBytes a power of two from 4 KiB to 1 GiB
     */
    public RecordRing(int capacityBytes) {
        this(checked(capacityBytes), Arena.ofShared());
    }

    private RecordRing(int capacityBytes, Arena arena) {
        this(capacityBytes, arena, RingMemory.allocate(arena, capacityBytes));
    }

    /** A ring in memory that the caller has chosen; {@code arena} is closed with the ring. */
    RecordRing(int capacityBytes, Arena arena, RingMemory memory) {
        this.arena = arena;
        this.memory = memory;
        this.capacityBytes = capacityBytes;
        this.maxRecordBytes = Math.min(capacityBytes / 4, memory.toEnd(0)) - SLOT_HEADER_BYTES;
    }

    /** Most bytes that a record may have: a slot takes at most a quarter of the ring, and lies in one chunk of its memory. */
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    /** Capacity in bytes. */
    public int capacityBytes() {
        return capacityBytes;
    }

    // ---------------------------------------------------------------- producer

    /**
     * Claims room for one record of at most {@code recordBytes}. Producer.
     *
     * @return the slot's position, for {@link #recordAddress} and {@link #commit}; or {@link #FULL}
     */
    public long claim(int recordBytes) {
        if (recordBytes > maxRecordBytes) {
            throw new IllegalArgumentException("a record of " + recordBytes + " bytes can never fit a ring of "
                    + capacityBytes + " bytes, which takes records of up to " + maxRecordBytes);
        }
        int slotBytes = SLOT_HEADER_BYTES + ((recordBytes + 7) & ~7);
        int toEnd = memory.toEnd(claimed);
        int needed = slotBytes <= toEnd ? slotBytes : slotBytes + toEnd;
        if (claimed + needed - freedSeen > capacityBytes) {
            freedSeen = freed.get();
            if (claimed + needed - freedSeen > capacityBytes) {
                return FULL;
            }
        }
        if (slotBytes > toEnd) {
            slot(claimed, toEnd, PADDING);
            claimed += toEnd;
        }
        long position = claimed;
        if (memory.isStart(position)) {
            freedSeen = freed.get();
            memory.enter(position, freedSeen);
        }
        slot(position, slotBytes, CLAIMED);
        claimed += slotBytes;
        nextOrdinal++;
        return position;
    }

    /** Whether records of {@code bytes} in all, slot headers included, could be claimed now. Producer. */
    public boolean hasRoom(int bytes) {
        if (claimed + bytes - freedSeen <= capacityBytes) {
            return true;
        }
        freedSeen = freed.get();
        return claimed + bytes - freedSeen <= capacityBytes;
    }

    /** Bytes that a record takes in the ring at most, its share of padding left out. */
    public static int slotBytes(int recordBytes) {
        return SLOT_HEADER_BYTES + ((recordBytes + 7) & ~7);
    }

    /** Marks a claimed record as complete with its final size. Producer; any order, and cheapest in the order of the claims. */
    public void commit(long position, int recordBytes) {
        long slot = address(position);
        Memory.putInt(slot + 4, recordBytes);
        if (position == complete) {
            complete = position + Memory.getInt(slot);
        }
    }

    /** Shows the consumer all records up to the first that is not committed. Producer; once per duty cycle. */
    public void publish() {
        while (complete < claimed && state(complete) != CLAIMED) {
            complete = next(complete);
        }
        if (complete != published) {
            published = complete;
            committed.set(complete);
        }
    }

    /** Records that are committed but hidden behind one that is not: nobody will see them unless that one is committed. Producer. */
    public int hiddenRecords() {
        int hidden = 0;
        for (long position = published; position < claimed; position = next(position)) {
            if (state(position) >= 0) {
                hidden++;
            }
        }
        return hidden;
    }

    /** Ordinal that the next claimed record gets. Producer. */
    public long nextOrdinal() {
        return nextOrdinal;
    }

    // ---------------------------------------------------------------- consumer

    /** Position behind the last visible record. Consumer. */
    public long committed() {
        return committed.get();
    }

    /** Position up to which room has been given back. */
    public long freed() {
        return freed.get();
    }

    /** Gives room back up to a position. Consumer. */
    public void free(long position) {
        freed.set(position);
    }

    /** The position itself, or the one behind a padding slot there. Consumer; {@code position < committed()}. */
    public long skipPadding(long position) {
        return state(position) == PADDING ? next(position) : position;
    }

    /** What is at a position, for {@link #slotBytes(long)} and {@link #slotRecordBytes}: one look where there are many. Consumer. */
    long slot(long position) {
        return Memory.getLong(address(position));
    }

    /** Bytes of a {@link #slot}. */
    static int slotBytes(long slot) {
        return (int) slot;
    }

    /** Bytes of the committed record in a {@link #slot}; negative for padding. */
    static int slotRecordBytes(long slot) {
        return (int) (slot >> 32);
    }

    /** Position behind the record or padding at a position. Consumer. */
    public long next(long position) {
        return position + Memory.getInt(address(position));
    }

    /** Final size of the committed record at a position. */
    public int recordBytes(long position) {
        return state(position);
    }

    /** Address of the record at a position, for {@link RecordLayout}. */
    public long recordAddress(long position) {
        return address(position) + SLOT_HEADER_BYTES;
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

    static int checked(int capacityBytes) {
        if (capacityBytes < 4096 || capacityBytes > 1 << 30 || Integer.bitCount(capacityBytes) != 1) {
            throw new IllegalArgumentException(
                    "ring capacity must be a power of two from 4 KiB to 1 GiB, not " + capacityBytes);
        }
        return capacityBytes;
    }

    /** Padding has no more than these eight bytes: that is the least that can be left at a chunk's end. */
    private void slot(long position, int slotBytes, int state) {
        Memory.putLong(address(position), (slotBytes & 0xffff_ffffL) | (long) state << 32);
    }

    private int state(long position) {
        return Memory.getInt(address(position) + 4);
    }

    private long address(long position) {
        return memory.address(position);
    }
}
