package io.lockstep.replication.wire;

import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.role.Role;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The first frame on a connection, by the side that dialled. {@code docs/wire-protocol.md}, section "HELLO".
 *
 * <pre>
 *   0        12          20     21    24        40           56          64                 72
 *   +--------+-----------+------+-----+---------+------------+-----------+------------------+-----------+
 *   | header | magic u64 | role | 0   | node id | session id | epoch u64 | next ordinal u64 | count u32 |
 *   +--------+-----------+------+-----+---------+------------+-----------+------------------+-----------+
 *   76 ... count times: | size u16 | name UTF-8 | size u16 | value UTF-8 |
 *
 *   Header, magic and their places are the same in all protocol versions.
 * </pre>
 *
 * @param version protocol version of the dialler
 * @param worker worker index of the dialler's channel
 * @param role the dialler's; a primary dials only to learn of a higher epoch
 * @param nodeId the dialler's
 * @param sessionId the session that a backup's state belongs to, empty when it has none
 * @param epoch the dialler's
 * @param nextOrdinal the record that a backup wants next
 * @param identity what both must have in common
 */
public record Hello(
        int version,
        int worker,
        Role role,
        UUID nodeId,
        Optional<UUID> sessionId,
        long epoch,
        long nextOrdinal,
        PairIdentity identity) {
    /** "LOCKSTEP" in ASCII, read as a little-endian number. */
    public static final long MAGIC = 0x50455453_4b434f4cL;

    static final int MIN_BYTES = FrameHeader.BYTES + 64;

    private static final int MAGIC_OFFSET = FrameHeader.BYTES;

    /** Writes the frame without its seal. */
    public void write(ByteBuf frame) {
        FrameHeader.begin(frame, FrameType.HELLO, worker);
        frame.writeLongLE(MAGIC);
        frame.writeByte(WireRole.number(role));
        frame.writeMediumLE(0);
        WireUuid.write(frame, nodeId);
        WireUuid.write(frame, sessionId.orElse(WireUuid.NONE));
        frame.writeLongLE(epoch);
        frame.writeLongLE(nextOrdinal);
        frame.writeIntLE(identity.entries().size());
        for (PairIdentity.Entry entry : identity.entries()) {
            WireText.write(frame, entry.name());
            WireText.write(frame, entry.value());
        }
    }

    /** Whether the HELLO frame at the reader index carries the magic. */
    public static boolean hasMagic(ByteBuf buffer) {
        return buffer.getLongLE(buffer.readerIndex() + MAGIC_OFFSET) == MAGIC;
    }

    /** Protocol version that the HELLO frame at the reader index names. */
    public static int version(ByteBuf buffer) {
        return FrameHeader.version(buffer, buffer.readerIndex());
    }

    /** Decodes the frame of this version at the reader index; the index does not move. */
    public static Hello read(ByteBuf buffer, int length) throws MalformedFrameException {
        int worker = FrameHeader.worker(buffer, buffer.readerIndex());
        ByteBuf frame = buffer.slice(buffer.readerIndex(), length);
        frame.skipBytes(MAGIC_OFFSET + 8);
        Role role = WireRole.of(frame.readUnsignedByte());
        int reserved = frame.readUnsignedMediumLE();
        UUID nodeId = WireUuid.read(frame);
        UUID session = WireUuid.read(frame);
        long epoch = WireEpoch.read(frame, "HELLO");
        long nextOrdinal = frame.readLongLE();
        if (nextOrdinal < 0 || WireUuid.NONE.equals(nodeId)) {
            throw new MalformedFrameException("HELLO with node id " + nodeId + ", next ordinal " + nextOrdinal);
        }
        if (reserved != 0) {
            throw new MalformedFrameException("HELLO with reserved bytes that are not zero");
        }
        Optional<UUID> sessionId = WireUuid.NONE.equals(session) ? Optional.empty() : Optional.of(session);
        return new Hello(
                FrameHeader.VERSION, worker, role, nodeId, sessionId, epoch, nextOrdinal, readIdentity(frame, length));
    }

    private static PairIdentity readIdentity(ByteBuf frame, int end) throws MalformedFrameException {
        long count = frame.readUnsignedIntLE();
        if (count > PairIdentity.MAX_ENTRIES) {
            throw new MalformedFrameException(
                    "identity with " + count + " entries, expected at most " + PairIdentity.MAX_ENTRIES);
        }
        List<PairIdentity.Entry> entries = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            String name = WireText.read(frame, end, PairIdentity.MAX_TEXT, "the name of identity entry", i);
            String value = WireText.read(frame, end, PairIdentity.MAX_TEXT, "the value of identity entry", i);
            entries.add(new PairIdentity.Entry(name, value));
        }
        if (frame.isReadable()) {
            throw new MalformedFrameException("HELLO with " + frame.readableBytes() + " bytes behind its last field");
        }
        return new PairIdentity(entries);
    }
}
