package io.lockstep.replication;

import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;
import java.util.SplittableRandom;

/** A stream of records in which each record's bytes follow from a seed and its ordinal alone. */
final class TestRecords {
    static final int OWNERS = 4;
    static final int PORTS = 3;
    static final int TIMERS = 7;
    static final int MAX_TAGS = 5;

    private final long seed;
    private final int maxPacketBytes;

    TestRecords(long seed, int maxPacketBytes) {
        this.seed = seed;
        this.maxPacketBytes = maxPacketBytes;
    }

    static RecordLimits limits(RecordInbox inbox) {
        return new RecordLimits(
                OWNERS, PORTS, TIMERS, RecordLayout.MAX_TAGS, RecordLayout.MAX_PACKET_BYTES, inbox.maxRecordBytes());
    }

    /** Puts the record of an ordinal at an address that has room for it; returns its size. */
    int write(long address, long ordinal) {
        SplittableRandom random = new SplittableRandom(seed * 31 + ordinal);
        boolean timer = random.nextInt(16) == 0;
        int length = timer ? 0 : random.nextInt(maxPacketBytes + 1);
        int tags = random.nextInt(MAX_TAGS + 1);
        RecordLayout.header(
                address,
                length,
                timer ? 0 : random.nextInt(PORTS),
                timer ? RecordLayout.KIND_TIMER : RecordLayout.KIND_PACKET,
                timer ? random.nextInt(TIMERS) : 0,
                random.nextLong());
        for (int i = 0; i < (length + 7 & ~7); i++) {
            Memory.putByte(RecordLayout.packetAddress(address) + i, i < length ? random.nextInt() : 0);
        }
        long[] values = new long[tags];
        for (int i = 0; i < tags; i++) {
            values[i] = RecordLayout.tagOf(random.nextInt(OWNERS), random.nextLong(1L << 56));
        }
        RecordLayout.tags(address, values, tags);
        return RecordLayout.recordBytes(length, tags);
    }

    /** Most bytes of a record of this stream. */
    int maxRecordBytes() {
        return RecordLayout.recordBytes(maxPacketBytes, MAX_TAGS);
    }

    /** The bytes of the record of an ordinal. */
    byte[] expected(long ordinal) {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            long address = arena.allocate(maxRecordBytes(), 8).address();
            byte[] bytes = new byte[write(address, ordinal)];
            Memory.copyOut(address, bytes, 0, bytes.length);
            return bytes;
        }
    }
}
