package io.lockstep.runtime.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, section "Record". */
class RecordLayoutTest {
    @Test
    void shouldGiveBackWhatWasWritten() {
        try (Arena arena = Arena.ofConfined()) {
            long record = arena.allocate(RecordLayout.recordBytes(61, 3), 8).address();
            RecordLayout.header(record, 61, 255, RecordLayout.KIND_PACKET, 0, Long.MIN_VALUE + 7);
            long[] tags = {
                RecordLayout.tagOf(63, (1L << 56) - 1), RecordLayout.tagOf(0, 0), RecordLayout.tagOf(1, 2), -1
            };
            RecordLayout.tags(record, tags, 3);

            assertEquals(61, RecordLayout.packetLength(record));
            assertEquals(3, RecordLayout.tagCount(record));
            assertEquals(255, RecordLayout.port(record));
            assertEquals(RecordLayout.KIND_PACKET, RecordLayout.kind(record));
            assertEquals(0, RecordLayout.timer(record));
            assertEquals(Long.MIN_VALUE + 7, RecordLayout.receiveTimeNs(record));
            assertEquals(record + 16, RecordLayout.packetAddress(record));
            for (int i = 0; i < 3; i++) {
                assertEquals(tags[i], RecordLayout.tag(record, i));
            }
            assertEquals(63, RecordLayout.ownerOf(tags[0]));
            assertEquals((1L << 56) - 1, RecordLayout.sequenceOf(tags[0]));
        }
    }

    @Test
    void shouldStandByteByByteAsDocumented() {
        try (Arena arena = Arena.ofConfined()) {
            long record = arena.allocate(RecordLayout.recordBytes(9, 1), 8).address();
            RecordLayout.header(record, 9, 2, RecordLayout.KIND_PACKET, 0, 0x1122334455667788L);
            Memory.copyIn(
                    new byte[] {'p', 'a', 'c', 'k', 'e', 't', '!', '!', '!'}, 0, RecordLayout.packetAddress(record), 9);
            RecordLayout.tags(record, new long[] {RecordLayout.tagOf(3, 5)}, 1);
            byte[] bytes = new byte[RecordLayout.recordBytes(9, 1)];
            Memory.copyOut(record, bytes, 0, bytes.length);

            String hex = java.util.HexFormat.ofDelimiter(" ").formatHex(bytes);
            assertEquals(
                    "09 00 01 02 00 00 00 00 88 77 66 55 44 33 22 11 "
                            + "70 61 63 6b 65 74 21 21 21 00 00 00 00 00 00 00 "
                            + "05 00 00 00 00 00 00 03",
                    hex);
        }
    }

    @Test
    void shouldGiveTheTimerOfATimerRecord() {
        try (Arena arena = Arena.ofConfined()) {
            long record = arena.allocate(RecordLayout.recordBytes(0, 0), 8).address();
            RecordLayout.header(record, 0, 0, RecordLayout.KIND_TIMER, 65_535, 1);
            assertEquals(RecordLayout.KIND_TIMER, RecordLayout.kind(record));
            assertEquals(65_535, RecordLayout.timer(record));
            assertEquals(0, RecordLayout.packetLength(record));
            assertEquals(16, RecordLayout.recordBytes(0, 0));
        }
    }

    @Test
    void shouldPadThePacketToEightBytes() {
        assertEquals(16, RecordLayout.recordBytes(0, 0));
        assertEquals(24, RecordLayout.recordBytes(1, 0));
        assertEquals(24, RecordLayout.recordBytes(8, 0));
        assertEquals(32, RecordLayout.recordBytes(9, 0));
        assertEquals(16 + 65_536 + 64 * 8, RecordLayout.recordBytes(65_535, 64));
    }
}
