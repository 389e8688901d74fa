package io.lockstep.runtime.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordInboxTest {
    private static final int CAPACITY = 4096;

    private final Arena arena = Arena.ofConfined();
    private final long source = arena.allocate(1 << 16, 8).address();
    private final RecordInbox inbox = new RecordInbox(CAPACITY);

    @AfterEach
    void close() {
        inbox.close();
        arena.close();
    }

    /** Writes a record whose size and bytes follow from its ordinal; returns its size. */
    private static int write(long address, long ordinal, int maxPacketBytes) {
        int length = (int) (ordinal * 37 % (maxPacketBytes + 1));
        int tags = (int) (ordinal % 3);
        RecordLayout.header(address, length, 1, RecordLayout.KIND_PACKET, 0, ordinal);
        for (int i = 0; i < length; i++) {
            Memory.putByte(RecordLayout.packetAddress(address) + i, (int) (ordinal + i));
        }
        return RecordLayout.tags(address, new long[] {ordinal, ordinal + 1}, tags);
    }

    private static void assertRecord(long expected, RecordInbox inbox, long position, int maxPacketBytes, Arena arena) {
        long model =
                arena.allocate(RecordLayout.recordBytes(maxPacketBytes, 2), 8).address();
        int bytes = write(model, expected, maxPacketBytes);
        assertEquals(bytes, inbox.next(position) - position, "size of record " + expected);
        for (int i = 0; i < bytes; i += 8) {
            assertEquals(
                    Memory.getLong(model + i),
                    Memory.getLong(inbox.recordAddress(position) + i),
                    "record " + expected + " at byte " + i);
        }
    }

    @Test
    void shouldGiveBackEveryRecordInOrderWhenUsedAtRandom() {
        for (long seed = 0; seed < 200; seed++) {
            try (RecordInbox fresh = new RecordInbox(CAPACITY)) {
                runModel(fresh, seed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Frames of up to 60 records, some larger than the inbox, go in as far as there is room; the worker takes some and gives room back. */
    private void runModel(RecordInbox fresh, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int maxPacketBytes = 1 + random.nextInt(900);
        long written = 0;
        long visible = 0;
        long read = 0;
        long position = 0;
        int frameBytes = 0;
        int frameAt = 0;
        int frameRecords = 0;
        try (Arena scratch = Arena.ofConfined()) {
            for (int step = 0; step < 1500; step++) {
                if (frameAt == frameBytes) {
                    frameAt = 0;
                    frameBytes = 0;
                    frameRecords = 1 + random.nextInt(60);
                    for (int i = 0; i < frameRecords; i++) {
                        frameBytes += write(source + frameBytes, written + i, maxPacketBytes);
                    }
                }
                switch (random.nextInt(3)) {
                    case 0 -> {
                        int bytes = fresh.append(source + frameAt, frameBytes - frameAt, frameRecords);
                        long taken = records(source + frameAt, bytes);
                        frameAt += bytes;
                        frameRecords -= (int) taken;
                        written += taken;
                        assertEquals(written, fresh.nextOrdinal(), "next ordinal");
                        assertTrue(read < written || taken > 0 || frameAt == frameBytes, "an empty inbox has room");
                    }
                    case 1 -> {
                        fresh.publish();
                        visible = written;
                    }
                    default -> {
                        for (int most = random.nextInt(20); most > 0 && read < visible; most--) {
                            assertTrue(position < fresh.committed(), "a published record is visible");
                            position = fresh.skipGap(position);
                            assertRecord(read++, fresh, position, maxPacketBytes, scratch);
                            position = fresh.next(position);
                        }
                        if (read == visible && position < fresh.committed()) {
                            position = fresh.skipGap(position);
                            assertEquals(fresh.committed(), position, "nothing but a gap behind the last record");
                        }
                        fresh.free(position);
                    }
                }
                assertTrue(fresh.bytesHeld() <= CAPACITY, "bytes held");
            }
        }
        assertTrue(position > 3 * CAPACITY, "it went round, to " + position);
    }

    private static long records(long address, int bytes) {
        long count = 0;
        for (int at = 0; at < bytes; at += RecordLayout.recordBytes(address + at)) {
            count++;
        }
        return count;
    }

    @Test
    void shouldTakeAFrameWithOneCopyWhenItEndsExactlyAtTheRingsEnd() {
        int frame = 64;
        for (int i = 0; i < CAPACITY / frame; i++) {
            fill(frame);
        }
        assertEquals(CAPACITY, inbox.committed());
        assertEquals(0, append(frame), "full");
        inbox.free(frame);
        assertEquals(frame, append(frame), "at the ring's start, without a gap");
        inbox.publish();
        assertEquals(CAPACITY, inbox.skipGap(CAPACITY));
    }

    @Test
    void shouldLeaveAGapOfEightBytesWhenNoMoreIsLeft() {
        for (int i = 0; i < 3; i++) {
            fill(CAPACITY / 4);
        }
        fill(CAPACITY / 4 - 8);
        inbox.free(inbox.committed());
        fill(32);
        assertEquals(CAPACITY + 32, inbox.committed());
        assertEquals(CAPACITY, inbox.skipGap(CAPACITY - 8));
        assertEquals(5, inbox.nextOrdinal(), "a gap takes no ordinal");
    }

    @Test
    void shouldNotShowWhatIsNotPublished() {
        append(64);
        assertEquals(0, inbox.committed());
        inbox.publish();
        assertEquals(64, inbox.committed());
    }

    @Test
    void shouldRefuseACapacityThatIsNoPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new RecordInbox(5000));
    }

    @Test
    void shouldNotAllocateWhenRecordsPass() {
        assertEquals(0, AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < 100_000; i++) {
                inbox.free(inbox.committed());
                fill(16 + (i & 127) * 8);
            }
        }));
    }

    private void fill(int recordBytes) {
        assertEquals(recordBytes, append(recordBytes));
        inbox.publish();
    }

    /** One record of so many bytes. */
    private int append(int recordBytes) {
        RecordLayout.header(source, recordBytes - RecordLayout.HEADER_BYTES, 0, RecordLayout.KIND_PACKET, 0, 0);
        return inbox.append(source, recordBytes, 1);
    }
}
