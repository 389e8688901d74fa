package io.lockstep.replication.wire;

import io.netty.buffer.ByteBuf;

/**
 * The two small frames of a stream, ACK and HEARTBEAT. Static, in place, no allocation.
 *
 * <pre>
 *   ACK, section "ACK"                    HEARTBEAT, section "HEARTBEAT"
 *   0        12                  20       0        12          20                  28
 *   +--------+-------------------+        +--------+-----------+-------------------+
 *   | header | next ordinal u64  |        | header | epoch u64 | next ordinal u64  |
 *   +--------+-------------------+        +--------+-----------+-------------------+
 *   Next ordinal: in an ACK and a backup's HEARTBEAT, the first record not executed;
 *   in a primary's HEARTBEAT, the next record to be sent.
 * </pre>
 */
public final class Progress {
    /** Bytes of an ACK. */
    public static final int ACK_BYTES = FrameHeader.BYTES + 8;
    /** Bytes of a HEARTBEAT. */
    public static final int HEARTBEAT_BYTES = FrameHeader.BYTES + 16;

    private Progress() {}

    /** Writes an ACK without its seal. */
    public static void ack(ByteBuf frame, int worker, long nextOrdinal) {
        FrameHeader.begin(frame, FrameType.ACK, worker);
        frame.writeLongLE(nextOrdinal);
    }

    /** The first ordinal that the sender of the ACK at the reader index has not executed. */
    public static long acknowledged(ByteBuf buffer) {
        return buffer.getLongLE(buffer.readerIndex() + FrameHeader.BYTES);
    }

    /** Writes a HEARTBEAT without its seal. */
    public static void heartbeat(ByteBuf frame, int worker, long epoch, long nextOrdinal) {
        FrameHeader.begin(frame, FrameType.HEARTBEAT, worker);
        frame.writeLongLE(epoch);
        frame.writeLongLE(nextOrdinal);
    }

    /** Epoch of the HEARTBEAT at the reader index. */
    public static long heartbeatEpoch(ByteBuf buffer) {
        return buffer.getLongLE(buffer.readerIndex() + FrameHeader.BYTES);
    }

    /** Next ordinal of the HEARTBEAT at the reader index. */
    public static long heartbeatOrdinal(ByteBuf buffer) {
        return buffer.getLongLE(buffer.readerIndex() + FrameHeader.BYTES + 8);
    }
}
