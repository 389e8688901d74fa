package io.lockstep.replication.wire;

import io.lockstep.runtime.replication.PairSession;
import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * The primary's yes: the backup is attached and records follow. {@code docs/wire-protocol.md}, section "WELCOME".
 *
 * <pre>
 *   0        12         16          32             48           56          64                72
 *   +--------+----------+-----------+--------------+------------+-----------+-----------------+
 *   | header | mode u32 | node id   | session id   | secret u64 | epoch u64 | next ordinal u64|
 *   +--------+----------+-----------+--------------+------------+-----------+-----------------+
 *   mode 0: the stream starts at next ordinal. Other modes are kept for a bulk copy of state before the stream.
 * </pre>
 *
 * @param nodeId the primary's
 * @param session the session that the backup's state belongs to from now on
 * @param epoch the primary's
 * @param nextOrdinal first record to come, the one that HELLO asked for
 */
public record Welcome(UUID nodeId, PairSession.Bound session, long epoch, long nextOrdinal) {
    static final int BYTES = FrameHeader.BYTES + 60;
    static final int MODE_STREAM = 0;

    /** Writes the frame without its seal. */
    public void write(ByteBuf frame, int worker) {
        FrameHeader.begin(frame, FrameType.WELCOME, worker);
        frame.writeIntLE(MODE_STREAM);
        WireUuid.write(frame, nodeId);
        WireUuid.write(frame, session.sessionId());
        frame.writeLongLE(session.secret());
        frame.writeLongLE(epoch);
        frame.writeLongLE(nextOrdinal);
    }

    /** Decodes the frame at the reader index; the index does not move. */
    public static Welcome read(ByteBuf buffer) throws MalformedFrameException {
        ByteBuf frame = buffer.slice(buffer.readerIndex(), BYTES);
        frame.skipBytes(FrameHeader.BYTES);
        int mode = frame.readIntLE();
        if (mode != MODE_STREAM) {
            throw new MalformedFrameException("WELCOME with mode " + mode + ", expected " + MODE_STREAM + " (stream)");
        }
        UUID nodeId = WireUuid.read(frame);
        PairSession.Bound session = new PairSession.Bound(WireUuid.read(frame), frame.readLongLE());
        Welcome welcome = new Welcome(nodeId, session, WireEpoch.read(frame, "WELCOME"), frame.readLongLE());
        if (WireUuid.NONE.equals(nodeId) || WireUuid.NONE.equals(session.sessionId())) {
            throw new MalformedFrameException("WELCOME without a node id or a session id");
        }
        if (welcome.nextOrdinal < 0) {
            throw new MalformedFrameException("WELCOME with next ordinal " + welcome.nextOrdinal);
        }
        return welcome;
    }
}
