package io.lockstep.replication.wire;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.CheckPayload;
import io.lockstep.runtime.replication.RecordLayout;
import io.netty.buffer.ByteBuf;

/**
 * Checks every record of a RECORDS frame before the first one reaches the inbox: a frame is taken whole or not at all.
 * {@code docs/wire-protocol.md}, section "What a backup checks".
 *
 * <p>Works on the bytes in place by address; every read is preceded by the check that the bytes are there. No allocation but for
 * the exception. One instance per channel, used by its thread.
 */
public final class RecordsCheck {
    private final RecordLimits limits;

    /** Makes a check against a pair's limits. */
    public RecordsCheck(RecordLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks the frame at the reader index, whose checksum is right.
     *
     * @param address of the frame's first byte
     * @param length of the frame
     * @param epoch that the frame must name
     * @param nextOrdinal that the frame's first record must have
     */
    public void check(ByteBuf buffer, long address, int length, long epoch, long nextOrdinal)
            throws MalformedFrameException {
        long frameEpoch = RecordsFrame.epoch(buffer);
        if (frameEpoch != epoch) {
            throw new MalformedFrameException("RECORDS of epoch " + frameEpoch + ", expected " + epoch);
        }
        long firstOrdinal = RecordsFrame.firstOrdinal(buffer);
        if (firstOrdinal != nextOrdinal) {
            throw new MalformedFrameException("RECORDS from ordinal " + firstOrdinal + ", expected " + nextOrdinal);
        }
        long end = address + length;
        long record = address + RecordsFrame.HEADER_BYTES;
        long count = 0;
        while (record < end) {
            record += checkRecord(record, end - record, count);
            count++;
        }
        if (count != RecordsFrame.count(buffer)) {
            throw new MalformedFrameException(
                    "RECORDS claims " + RecordsFrame.count(buffer) + " records and holds " + count);
        }
    }

    /** Checks one record and returns its size. */
    private int checkRecord(long record, long available, long index) throws MalformedFrameException {
        if (available < RecordLayout.HEADER_BYTES) {
            throw malformed(index, "ends inside its header");
        }
        int packetLength = RecordLayout.packetLength(record);
        int tags = RecordLayout.tagCount(record);
        int recordBytes = RecordLayout.recordBytes(packetLength, tags);
        if (recordBytes > available) {
            throw malformed(index, "of " + recordBytes + " bytes runs over the end of the frame");
        }
        if (packetLength > limits.maxPacketBytes()
                || tags > limits.maxTags()
                || recordBytes > limits.maxRecordBytes()) {
            throw malformed(
                    index, "has a packet of " + packetLength + " bytes and " + tags + " tags, more than " + limits);
        }
        if (!RecordLayout.isPlainPacket(record)) {
            checkKind(record, packetLength, index);
        }
        if (RecordLayout.port(record) >= limits.ports()) {
            throw malformed(index, "is from port " + RecordLayout.port(record) + " of " + limits.ports());
        }
        checkPadding(record, packetLength, index);
        checkTags(record, tags, index);
        return recordBytes;
    }

    private void checkKind(long record, int packetLength, long index) throws MalformedFrameException {
        int kind = RecordLayout.kind(record);
        int number = RecordLayout.timer(record);
        boolean fits = switch (kind) {
            case RecordLayout.KIND_PACKET -> number == 0;
            case RecordLayout.KIND_TIMER -> packetLength == 0 && number < limits.timers();
            case RecordLayout.KIND_CHECK -> packetLength == CheckPayload.BYTES && number < limits.owners();
            default -> false;
        };
        if (!fits) {
            throw malformed(index, "is of kind " + kind + " with timer " + number + " and " + packetLength + " bytes");
        }
        if (kind == RecordLayout.KIND_CHECK) {
            checkPosition(record, index);
        }
        if (Memory.getUnsignedByte(record + 5) != 0) {
            throw malformed(index, "has a reserved byte that is not zero");
        }
    }

    private static void checkPosition(long record, long index) throws MalformedFrameException {
        long position = CheckPayload.position(RecordLayout.packetAddress(record));
        long stateBytes = CheckPayload.stateBytes(RecordLayout.packetAddress(record));
        if (position < 0 || position >= stateBytes) {
            throw malformed(index, "checks a state of " + stateBytes + " bytes at " + position);
        }
    }

    private static void checkPadding(long record, int packetLength, long index) throws MalformedFrameException {
        int used = packetLength & 7;
        if (used != 0) {
            long lastWord = Memory.getLong(RecordLayout.packetAddress(record) + packetLength - used);
            if (lastWord >>> (used * 8) != 0) {
                throw malformed(index, "has padding that is not zero");
            }
        }
    }

    private void checkTags(long record, int tags, long index) throws MalformedFrameException {
        for (int i = 0; i < tags; i++) {
            int owner = RecordLayout.ownerOf(RecordLayout.tag(record, i));
            if (owner >= limits.owners()) {
                throw malformed(index, "has a tag of owner " + owner + " of " + limits.owners());
            }
        }
    }

    private static MalformedFrameException malformed(long index, String what) {
        return new MalformedFrameException("record " + index + " of the frame " + what);
    }
}
