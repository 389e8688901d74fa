package io.lockstep.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.replication.CheckPayload;
import io.lockstep.runtime.replication.RecordLayout;
import io.netty.buffer.ByteBuf;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, sections "RECORDS" and "What a backup checks". */
class RecordsCheckTest {
    private static final int FIRST = RecordsFrame.HEADER_BYTES;
    private static final int TIMER = FIRST + RecordLayout.recordBytes(61, 2);

    private static void check(ByteBuf frame, long epoch, long nextOrdinal) throws MalformedFrameException {
        new RecordsCheck(Frames.LIMITS)
                .check(frame, frame.memoryAddress() + frame.readerIndex(), frame.readableBytes(), epoch, nextOrdinal);
    }

    @Test
    void shouldTakeAGoodFrame() throws MalformedFrameException {
        ByteBuf frame = Frames.records();
        check(frame, Frames.EPOCH, Frames.FIRST_ORDINAL);
        assertEquals(Frames.RECORD_COUNT, RecordsFrame.count(frame));
        assertEquals(Frames.FIRST_ORDINAL, RecordsFrame.firstOrdinal(frame));
    }

    @Test
    void shouldRefuseAnotherEpochAndAGapOrARepetition() {
        assertThrows(MalformedFrameException.class, () -> check(Frames.records(), 8, Frames.FIRST_ORDINAL));
        assertThrows(MalformedFrameException.class, () -> check(Frames.records(), 6, Frames.FIRST_ORDINAL));
        assertThrows(MalformedFrameException.class, () -> check(Frames.records(), 7, Frames.FIRST_ORDINAL + 1));
        assertThrows(MalformedFrameException.class, () -> check(Frames.records(), 7, Frames.FIRST_ORDINAL - 1));
    }

    @Test
    void shouldRefuseABadRecordAndNameTheField() {
        assertBad(frame -> frame.setShortLE(FIRST, 0xffff), "record 0 of the frame of 65568 bytes runs over the end");
        assertBad(frame -> frame.setByte(FIRST + 2, 255), "runs over the end of the frame");
        assertBad(frame -> frame.setByte(FIRST + 2, 3), "record");
        assertBad(frame -> frame.setByte(FIRST + 3, 3), "record 0 of the frame is from port 3 of 3");
        assertBad(frame -> frame.setByte(FIRST + 4, 2), "is of kind 2");
        assertBad(frame -> frame.setByte(FIRST + 5, 1), "has a reserved byte that is not zero");
        assertBad(frame -> frame.setShortLE(FIRST + 6, 1), "is of kind 0 with timer 1");
        assertBad(frame -> frame.setByte(FIRST + 16 + 61, 1), "has padding that is not zero");
        assertBad(frame -> frame.setByte(FIRST + 16 + 63, 1), "has padding that is not zero");
        assertBad(frame -> frame.setByte(FIRST + 16 + 64 + 7, 2), "has a tag of owner 2 of 2");
        assertBad(frame -> frame.setByte(FIRST + 16 + 64 + 15, 255), "has a tag of owner 255 of 2");
        assertBad(frame -> frame.setByte(TIMER + 4, 0), "record 1 of the frame is of kind 0 with timer 5");
        assertBad(frame -> frame.setShortLE(TIMER + 6, 6), "record 1 of the frame is of kind 1 with timer 6");
        assertBad(frame -> frame.setShortLE(TIMER + 6, 0xffff), "record 1 of the frame is of kind 1 with timer 65535");
        assertBad(frame -> frame.setByte(TIMER + 4, 2), "record 1 of the frame is of kind 2 with timer 5 and 0 bytes");
        assertBad(frame -> frame.setIntLE(12, 4), "RECORDS claims 4 records and holds 3");
        assertBad(frame -> frame.setIntLE(12, -1), "RECORDS claims 4294967295 records");
    }

    private static void assertBad(Consumer<ByteBuf> damage, String expected) {
        ByteBuf frame = Frames.records();
        damage.accept(frame);
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> check(frame, Frames.EPOCH, Frames.FIRST_ORDINAL));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void shouldTakeACheckOfAPieceOfAnOwnersStateAndNothingElse() throws MalformedFrameException {
        check(checkRecord(CheckPayload.BYTES, 1, 0, 0, 4096), Frames.EPOCH, Frames.FIRST_ORDINAL);
        check(checkRecord(CheckPayload.BYTES, 0, 0, 4095, 4096), Frames.EPOCH, Frames.FIRST_ORDINAL);
        assertBadCheck(checkRecord(CheckPayload.BYTES, 2, 0, 0, 4096), "is of kind 2 with timer 2 and 24 bytes");
        assertBadCheck(checkRecord(0, 1, 0, 0, 4096), "is of kind 2 with timer 1 and 0 bytes");
        assertBadCheck(checkRecord(16, 1, 0, 0, 4096), "is of kind 2 with timer 1 and 16 bytes");
        assertBadCheck(checkRecord(32, 1, 0, 0, 4096), "is of kind 2 with timer 1 and 32 bytes");
        assertBadCheck(checkRecord(CheckPayload.BYTES, 1, 3, 0, 4096), "is from port 3 of 3");
        assertBadCheck(checkRecord(CheckPayload.BYTES, 1, 0, 4096, 4096), "checks a state of 4096 bytes at 4096");
        assertBadCheck(checkRecord(CheckPayload.BYTES, 1, 0, -1, 4096), "checks a state of 4096 bytes at -1");
        assertBadCheck(checkRecord(CheckPayload.BYTES, 1, 0, 0, -1), "checks a state of -1 bytes at 0");
    }

    private static ByteBuf checkRecord(int length, int owner, int port, long position, long stateBytes) {
        return Frames.sealed(frame -> {
            long record = frame.memoryAddress() + RecordsFrame.HEADER_BYTES;
            RecordLayout.header(record, length, port, RecordLayout.KIND_CHECK, owner, 1);
            CheckPayload.begin(RecordLayout.packetAddress(record), position, stateBytes);
            RecordLayout.tags(record, new long[] {RecordLayout.tagOf(1, 5)}, 1);
            RecordsFrame.wrap(
                    frame, Frames.WORKER, 1, Frames.FIRST_ORDINAL, Frames.EPOCH, RecordLayout.recordBytes(length, 1));
        });
    }

    private static void assertBadCheck(ByteBuf frame, String expected) {
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> check(frame, Frames.EPOCH, Frames.FIRST_ORDINAL));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void shouldRefuseMoreThanTheLimits() {
        ByteBuf frame = Frames.records();
        RecordLimits[] tighter = {
            new RecordLimits(2, 3, 6, 1, 1500, 4096),
            new RecordLimits(2, 3, 6, 4, 60, 4096),
            new RecordLimits(2, 3, 6, 4, 1500, 95)
        };
        for (RecordLimits limits : tighter) {
            assertThrows(
                    MalformedFrameException.class,
                    () -> new RecordsCheck(limits)
                            .check(
                                    frame,
                                    frame.memoryAddress(),
                                    frame.readableBytes(),
                                    Frames.EPOCH,
                                    Frames.FIRST_ORDINAL),
                    limits.toString());
        }
    }

    @Test
    void shouldStayInsideTheFrameWhenItIsCutAnywhere() {
        ByteBuf whole = Frames.records();
        for (int length = FIRST; length < whole.readableBytes(); length++) {
            ByteBuf frame = Frames.buffer().writeBytes(whole, 0, length);
            assertThrows(
                    MalformedFrameException.class,
                    () -> check(frame, Frames.EPOCH, Frames.FIRST_ORDINAL),
                    "cut at " + length);
            frame.release();
        }
    }

    @Test
    void shouldThrowNothingElseWhenRecordsAreRubbish() {
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ByteBuf frame = Frames.records();
            for (int i = 0; i <= random.nextInt(4); i++) {
                frame.setByte(FIRST + random.nextInt(frame.readableBytes() - FIRST), random.nextInt());
            }
            try {
                check(frame, Frames.EPOCH, Frames.FIRST_ORDINAL);
            } catch (MalformedFrameException expected) {
                assertTrue(expected.getMessage().contains("record"), expected.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            frame.release();
        }
    }

    @Test
    void shouldHaveRoomForTheLargestRecordInABatch() {
        assertTrue(RecordsFrame.HEADER_BYTES + RecordsFrame.BATCH_BYTES <= FrameHeader.MAX_FRAME_BYTES);
        assertEquals(RecordLayout.recordBytes(65_535, 64), RecordsFrame.MAX_RECORD_BYTES);
    }
}
