package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.LargeMemory;
import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded ring of records in flat memory between one producer thread and one consumer thread.
 *
 * <p>Positions are byte counts that only grow: {@code claimed >= committed >= freed}. Records are claimed in ordinal order,
 * may be committed in any order, and become visible to the consumer in ordinal order when {@link #publish} has been called.
 *
 * <pre>
 *   slot, aligned to 8:
 *   0            4           8             16              20         24
 *   +------------+-----------+-------------+---------------+----------+------------------------+
 *   | slot bytes | state     | ordinal     | record bytes  | 0        | record (RecordLayout)  |
 *   +------------+-----------+-------------+---------------+----------+------------------------+
 *   A slot never wraps: what is left at the ring's end becomes a padding slot.
 * </pre>
 *
 * <p>No allocation after construction. Methods say which thread may call them.
 */
public final class RecordRing implements AutoCloseable {
    /** What {@link #claim} returns when there is no room. */
    public static final long FULL = -1;

    private static final int SLOT_HEADER_BYTES = 24;
    private static final int CLAIMED = 0;
    private static final int COMMITTED = 1;
    private static final int PADDING = 2;

    private static final VarHandle COMMITTED_POSITION;
    private static final VarHandle FREED_POSITION;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            COMMITTED_POSITION = lookup.findVarHandle(RecordRing.class, "committed", long.class);
            FREED_POSITION = lookup.findVarHandle(RecordRing.class, "freed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Arena arena;
    private final long base;
    private final int capacityBytes;
    private final int mask;

    // Producer.
    private long claimed;
    private long scanned;
    private long freedSeen;
    private long nextOrdinal;

    @SuppressWarnings("unused")
    private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    // Written by the producer, read by the consumer.
    @SuppressWarnings("UnusedVariable")
    private long committed;

    @SuppressWarnings("unused")
    private long p21, p22, p23, p24, p25, p26, p27, p28, p29, p30, p31, p32, p33, p34, p35;

    // Written by the consumer, read by the producer.
    @SuppressWarnings("UnusedVariable")
    private long freed;

    /**
     * Makes an empty ring whose first record gets ordinal 0.
     *
     * @param capacityBytes a power of two from 4 KiB to 1 GiB
     */
    public RecordRing(int capacityBytes) {
        this(checked(capacityBytes), Arena.ofShared());
    }

    private RecordRing(int capacityBytes, Arena arena) {
        this(capacityBytes, arena, LargeMemory.allocate(arena, capacityBytes, 64));
    }

    /** A ring in memory that the caller has chosen; {@code arena} is closed with the ring. */
    RecordRing(int capacityBytes, Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.base = memory.address();
        this.capacityBytes = capacityBytes;
        this.mask = capacityBytes - 1;
    }

    /** Most bytes that a record may have: a slot takes at most a quarter of the ring. */
    public int maxRecordBytes() {
        return capacityBytes / 4 - SLOT_HEADER_BYTES;
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
        if (recordBytes > maxRecordBytes()) {
            throw new IllegalArgumentException("a record of " + recordBytes + " bytes can never fit a ring of "
                    + capacityBytes + " bytes, which takes records of up to " + maxRecordBytes());
        }
        int slotBytes = SLOT_HEADER_BYTES + ((recordBytes + 7) & ~7);
        int toEnd = capacityBytes - (int) (claimed & mask);
        int needed = slotBytes <= toEnd ? slotBytes : slotBytes + toEnd;
        if (claimed + needed - freedSeen > capacityBytes) {
            freedSeen = (long) FREED_POSITION.getAcquire(this);
            if (claimed + needed - freedSeen > capacityBytes) {
                return FULL;
            }
        }
        if (slotBytes > toEnd) {
            padding(claimed, toEnd);
            claimed += toEnd;
        }
        long position = claimed;
        slot(position, slotBytes, CLAIMED, nextOrdinal++);
        claimed += slotBytes;
        return position;
    }

    /** Whether records of {@code bytes} in all, slot headers included, could be claimed now. Producer. */
    public boolean hasRoom(int bytes) {
        if (claimed + bytes - freedSeen <= capacityBytes) {
            return true;
        }
        freedSeen = (long) FREED_POSITION.getAcquire(this);
        return claimed + bytes - freedSeen <= capacityBytes;
    }

    /** Bytes that a record takes in the ring at most, its share of padding at the end left out. */
    public static int slotBytes(int recordBytes) {
        return SLOT_HEADER_BYTES + ((recordBytes + 7) & ~7);
    }

    /** Marks a claimed record as complete with its final size. Producer; any order. */
    public void commit(long position, int recordBytes) {
        long slot = address(position);
        Memory.putInt(slot + 16, recordBytes);
        Memory.putInt(slot + 4, COMMITTED);
    }

    /** Shows the consumer all records up to the first that is not committed. Producer; once per duty cycle. */
    public void publish() {
        long position = scanned;
        while (position < claimed && Memory.getInt(address(position) + 4) != CLAIMED) {
            position += Memory.getInt(address(position));
        }
        if (position != scanned) {
            scanned = position;
            COMMITTED_POSITION.setRelease(this, position);
        }
    }

    /** Records that are committed but hidden behind one that is not: nobody will see them unless that one is committed. Producer. */
    public int hiddenRecords() {
        int hidden = 0;
        for (long position = scanned; position < claimed; position += Memory.getInt(address(position))) {
            if (Memory.getInt(address(position) + 4) == COMMITTED) {
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
        return (long) COMMITTED_POSITION.getAcquire(this);
    }

    /** Position up to which room has been given back. */
    public long freed() {
        return (long) FREED_POSITION.getAcquire(this);
    }

    /** Gives room back up to a position. Consumer. */
    public void free(long position) {
        FREED_POSITION.setRelease(this, position);
    }

    /** The position itself, or the one behind a padding slot there. Consumer; {@code position < committed()}. */
    public long skipPadding(long position) {
        long slot = address(position);
        return Memory.getInt(slot + 4) == PADDING ? position + Memory.getInt(slot) : position;
    }

    /** Position behind the record at a position. Consumer. */
    public long next(long position) {
        return position + Memory.getInt(address(position));
    }

    /** Ordinal of the record at a position. */
    public long ordinal(long position) {
        return Memory.getLong(address(position) + 8);
    }

    /** Final size of the committed record at a position. */
    public int recordBytes(long position) {
        return Memory.getInt(address(position) + 16);
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

    private static int checked(int capacityBytes) {
        if (capacityBytes < 4096 || capacityBytes > 1 << 30 || Integer.bitCount(capacityBytes) != 1) {
            throw new IllegalArgumentException(
                    "ring capacity must be a power of two from 4 KiB to 1 GiB, not " + capacityBytes);
        }
        return capacityBytes;
    }

    private void slot(long position, int slotBytes, int state, long ordinal) {
        long slot = address(position);
        Memory.putInt(slot, slotBytes);
        Memory.putInt(slot + 4, state);
        Memory.putLong(slot + 8, ordinal);
    }

    /** Eight bytes, not a whole header: that is the least that can be left at the ring's end. */
    private void padding(long position, int slotBytes) {
        long slot = address(position);
        Memory.putInt(slot, slotBytes);
        Memory.putInt(slot + 4, PADDING);
    }

    private long address(long position) {
        return base + (position & mask);
    }
}
