package io.lockstep.replication.wire;

import io.lockstep.runtime.replication.RecordLayout;
import io.netty.buffer.ByteBuf;

/**
 * A batch of records, back to back as in the log. {@code docs/wire-protocol.md}, section "RECORDS". Static, in place, no
 * allocation.
 *
 * <pre>
 *   0        12          16                  24          32
 *   +--------+-----------+-------------------+-----------+----------------------------------- - -
 *   | header | count u32 | first ordinal u64 | epoch u64 | count records (RecordLayout)
 *   +--------+-----------+-------------------+-----------+----------------------------------- - -
 * </pre>
 */
public final class RecordsFrame {
    /** Bytes before the first record. */
    public static final int HEADER_BYTES = FrameHeader.BYTES + 20;
    /** Bytes of the smallest record. */
    public static final int MIN_RECORD_BYTES = RecordLayout.HEADER_BYTES;
    /** Bytes of the largest record that the layout allows: 65,535 bytes of packet and 64 tags. */
    public static final int MAX_RECORD_BYTES =
            RecordLayout.recordBytes(RecordLayout.MAX_PACKET_BYTES, RecordLayout.MAX_TAGS);
    /** Bytes of records in one frame: one record of any size fits, and about 64 KiB of small ones. */
    public static final int BATCH_BYTES = MAX_RECORD_BYTES;

    private static final int COUNT = FrameHeader.BYTES;
    private static final int FIRST_ORDINAL = COUNT + 4;
    private static final int EPOCH = FIRST_ORDINAL + 8;

    private RecordsFrame() {}

    /**
     * Writes everything before the records and counts the records, which already lie at {@link #HEADER_BYTES}, as written; without
     * the seal.
     */
    public static void wrap(ByteBuf frame, int worker, int count, long firstOrdinal, long epoch, int recordBytes) {
        FrameHeader.begin(frame, FrameType.RECORDS, worker);
        frame.writeIntLE(count);
        frame.writeLongLE(firstOrdinal);
        frame.writeLongLE(epoch);
        frame.writerIndex(frame.writerIndex() + recordBytes);
    }

    /** Number of records in the frame at the reader index, as it claims. */
    public static long count(ByteBuf buffer) {
        return buffer.getUnsignedIntLE(buffer.readerIndex() + COUNT);
    }

    /** Ordinal of the first record. */
    public static long firstOrdinal(ByteBuf buffer) {
        return buffer.getLongLE(buffer.readerIndex() + FIRST_ORDINAL);
    }

    /** The sender's epoch. */
    public static long epoch(ByteBuf buffer) {
        return buffer.getLongLE(buffer.readerIndex() + EPOCH);
    }
}
