package io.lockstep.replication.wire;

import io.netty.buffer.ByteBuf;

/**
 * A backup asks its primary to hand over, or takes that back. {@code docs/wire-protocol.md}, section "HANDOVER". Static, in place.
 *
 * <pre>
 *   0        12          20         24
 *   +--------+-----------+----------+
 *   | header | epoch u64 | asks u32 |     asks: 1, or 0 to take it back
 *   +--------+-----------+----------+
 * </pre>
 */
public final class HandoverWish {
    /** Bytes of the frame. */
    public static final int BYTES = FrameHeader.BYTES + 12;

    private HandoverWish() {}

    /** Writes the frame without its seal. */
    public static void write(ByteBuf frame, int worker, long epoch, boolean asks) {
        FrameHeader.begin(frame, FrameType.HANDOVER, worker);
        frame.writeLongLE(epoch);
        frame.writeIntLE(asks ? 1 : 0);
    }

    /**
     * What the frame at the reader index asks.
     *
     * @param epoch that it must name
     */
    public static boolean read(ByteBuf buffer, long epoch) throws MalformedFrameException {
        long named = buffer.getLongLE(buffer.readerIndex() + FrameHeader.BYTES);
        int asks = buffer.getIntLE(buffer.readerIndex() + FrameHeader.BYTES + 8);
        if (named != epoch || (asks != 0 && asks != 1)) {
            throw new MalformedFrameException(
                    "HANDOVER of epoch " + named + " asks " + asks + ", expected epoch " + epoch + " and 0 or 1");
        }
        return asks == 1;
    }
}
