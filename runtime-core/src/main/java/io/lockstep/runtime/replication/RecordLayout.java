package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.Memory;

/**
 * The record: one input as received, plus where and when, plus its tags. The unit in the log, on the wire and in the inbox,
 * byte for byte the same in all three. Little-endian; see {@code docs/wire-protocol.md}, section "Record".
 *
 * <pre>
 *   0        2      3      4      5        6        8                16                 16 + pad8(length)
 *   +--------+------+------+------+--------+--------+----------------+------------------+-------------------+
 *   | length | tags | port | kind | 0      | timer  | receive time   | packet bytes, 0s | tags, 8 bytes each|
 *   +--------+------+------+------+--------+--------+----------------+------------------+-------------------+
 * </pre>
 *
 * <p>A tag is {@code owner << 56 | sequence number}. The tags stand last because they are known last: the log claims room for
 * the most a packet may have and the commit cuts the record to size. Static accessors over an address; no state.
 */
public final class RecordLayout {
    /** Bytes before the packet. */
    public static final int HEADER_BYTES = 16;
    /** Bytes of one tag. */
    public static final int TAG_BYTES = 8;
    /** Kind: a received packet. */
    public static final int KIND_PACKET = 0;
    /** Kind: a timer that fired; no packet bytes. */
    public static final int KIND_TIMER = 1;
    /** Kind: a comparison of an owner's state; {@link CheckPayload} in place of a packet, the owner's index in place of a timer. */
    public static final int KIND_CHECK = 2;
    /** Most bytes of a packet. */
    public static final int MAX_PACKET_BYTES = 0xffff;
    /** Most tags of a record. */
    public static final int MAX_TAGS = 64;
    /** Most owners: a tag has eight bits for it, a handshake fewer. */
    public static final int MAX_OWNERS = 64;

    /** Most timers of a node: a record has 16 bits for the number. */
    public static final int MAX_TIMERS = 1 << 16;

    private static final long SEQUENCE_MASK = (1L << 56) - 1;

    private RecordLayout() {}

    /** Bytes of a whole record. */
    public static int recordBytes(int packetLength, int tagCount) {
        return HEADER_BYTES + pad8(packetLength) + tagCount * TAG_BYTES;
    }

    /** Bytes of a whole record, as its header says. */
    public static int recordBytes(long record) {
        return recordBytes(packetLength(record), tagCount(record));
    }

    /** The first eight bytes of a header with nothing but a kind. */
    static long kindWord(int kind) {
        return (kind & 0xffL) << 32;
    }

    /** Writes the header, with tag count 0, and the zeros behind the packet, whose bytes come next. */
    public static void header(long record, int packetLength, int port, int kind, int timer, long receiveTimeNs) {
        Memory.putLong(
                record, (packetLength & 0xffffL) | (port & 0xffL) << 24 | (kind & 0xffL) << 32 | (long) timer << 48);
        Memory.putLong(record + 8, receiveTimeNs);
        if ((packetLength & 7) != 0) {
            Memory.putLong(record + HEADER_BYTES + (packetLength & ~7), 0);
        }
    }

    /** Address of the packet's bytes. */
    public static long packetAddress(long record) {
        return record + HEADER_BYTES;
    }

    /** Length of the packet in bytes. */
    public static int packetLength(long record) {
        return Memory.getUnsignedShort(record);
    }

    /** Number of tags. */
    public static int tagCount(long record) {
        return Memory.getUnsignedByte(record + 2);
    }

    /** Index of the ingress port. */
    public static int port(long record) {
        return Memory.getUnsignedByte(record + 3);
    }

    /** {@link #KIND_PACKET}, {@link #KIND_TIMER} or {@link #KIND_CHECK}. */
    public static int kind(long record) {
        return Memory.getUnsignedByte(record + 4);
    }

    /** Whether kind, reserved byte and timer are those of a received packet: all zero. */
    public static boolean isPlainPacket(long record) {
        return Memory.getInt(record + 4) == 0;
    }

    /** Number of the timer that fired, or of the owner that is checked. */
    public static int timer(long record) {
        return Memory.getUnsignedShort(record + 6);
    }

    /** Nanoseconds since the epoch. */
    public static long receiveTimeNs(long record) {
        return Memory.getLong(record + 8);
    }

    /** The tag at an index. */
    public static long tag(long record, int index) {
        return Memory.getLong(tagAddress(record, index));
    }

    /** Writes all tags and their count; returns the bytes of the whole record, which now are known. */
    public static int tags(long record, long[] tags, int count) {
        Memory.putByte(record + 2, count);
        long address = tagAddress(record, 0);
        for (int i = 0; i < count; i++) {
            Memory.putLong(address + (long) i * TAG_BYTES, tags[i]);
        }
        return (int) (address - record) + count * TAG_BYTES;
    }

    /** Makes a tag. */
    public static long tagOf(int owner, long sequence) {
        return (long) owner << 56 | sequence;
    }

    /** The owner of a tag. */
    public static int ownerOf(long tag) {
        return (int) (tag >>> 56);
    }

    /** The sequence number of a tag. */
    public static long sequenceOf(long tag) {
        return tag & SEQUENCE_MASK;
    }

    private static long tagAddress(long record, int index) {
        return record + HEADER_BYTES + pad8(packetLength(record)) + (long) index * TAG_BYTES;
    }

    private static int pad8(int lengthBytes) {
        return (lengthBytes + 7) & ~7;
    }
}
