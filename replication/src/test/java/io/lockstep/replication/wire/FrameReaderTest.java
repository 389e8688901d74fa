package io.lockstep.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, sections "Frame header" and "Limits". */
class FrameReaderTest {
    @Test
    void shouldFindEveryFrameWhenTheInputIsSplitAtEveryByte() throws MalformedFrameException {
        ByteBuf all = Frames.buffer();
        for (ByteBuf frame : Frames.one()) {
            all.writeBytes(frame);
        }
        for (int split = 0; split <= all.readableBytes(); split++) {
            ByteBuf input = Frames.buffer();
            FrameReader reader = Frames.reader();
            input.writeBytes(all, 0, split);
            int seen = readAll(reader, input, 0);
            input.writeBytes(all, split, all.readableBytes() - split);
            seen = readAll(reader, input, seen);
            assertEquals(8, seen, "frames when split at byte " + split);
            assertEquals(0, input.readableBytes());
            input.release();
        }
    }

    @Test
    void shouldFindEveryFrameWhenTheInputComesByteByByte() throws MalformedFrameException {
        FrameReader reader = Frames.reader();
        ByteBuf input = Frames.buffer();
        int seen = 0;
        for (ByteBuf frame : Frames.one()) {
            while (frame.isReadable()) {
                assertEquals(FrameType.NONE, reader.next(input));
                input.writeByte(frame.readByte());
            }
            seen = readAll(reader, input, seen);
            input.discardReadBytes();
        }
        assertEquals(8, seen);
    }

    private static int readAll(FrameReader reader, ByteBuf input, int seen) throws MalformedFrameException {
        int type = reader.next(input);
        int count = seen;
        while (type != FrameType.NONE) {
            assertEquals(++count, type, "the frames come in the order of their types");
            Frames.decode(type, input, reader.length());
            reader.consume(input);
            type = reader.next(input);
        }
        return count;
    }

    @Test
    void shouldFindFramesThatWereSealedBehindEachOtherInOneBuffer() throws MalformedFrameException {
        FrameHeader header = new FrameHeader();
        ByteBuf write = Frames.buffer();
        Progress.ack(write, Frames.WORKER, 1);
        header.seal(write);
        int start = write.writerIndex();
        Progress.heartbeat(write, Frames.WORKER, 1, 2);
        header.seal(write, start);
        FrameReader reader = Frames.reader();
        assertEquals(FrameType.ACK, reader.next(write));
        assertEquals(Progress.ACK_BYTES, reader.length());
        reader.consume(write);
        assertEquals(FrameType.HEARTBEAT, reader.next(write));
        reader.consume(write);
        assertEquals(FrameType.NONE, reader.next(write));
    }

    @Test
    void shouldNotMoveBeforeTheFrameIsConsumed() throws MalformedFrameException {
        ByteBuf input = Frames.records();
        FrameReader reader = Frames.reader();
        assertEquals(FrameType.RECORDS, reader.next(input));
        int at = input.readerIndex();
        assertEquals(FrameType.RECORDS, reader.next(input));
        assertEquals(at, input.readerIndex());
        reader.consume(input);
        assertEquals(FrameType.NONE, reader.next(input));
    }

    @Test
    void shouldDetectEveryFlippedBitOfEveryFrame() {
        for (ByteBuf frame : Frames.one()) {
            int length = frame.readableBytes();
            for (int bit = 0; bit < length * 8; bit++) {
                ByteBuf broken = frame.copy();
                ByteBuf input = Frames.buffer().writeBytes(broken);
                broken.release();
                input.setByte(bit / 8, input.getByte(bit / 8) ^ 1 << bit % 8);
                assertRefusedOrIncomplete(input, "type " + frame.getByte(4) + ", bit " + bit);
                input.release();
            }
        }
    }

    @Test
    void shouldDetectEveryByteSetToEveryValueInTheHeader() {
        for (ByteBuf frame : Frames.one()) {
            for (int at = 0; at < FrameHeader.BYTES; at++) {
                for (int value = 0; value < 256; value++) {
                    if (value != frame.getUnsignedByte(at)) {
                        ByteBuf input = Frames.buffer().writeBytes(frame, 0, frame.readableBytes());
                        input.setByte(at, value);
                        assertRefusedOrIncomplete(input, "type " + frame.getByte(4) + ", byte " + at + " = " + value);
                        input.release();
                    }
                }
            }
        }
    }

    /** A broken length may make the reader wait, but then any bytes that complete it are refused. */
    private static void assertRefusedOrIncomplete(ByteBuf input, String what) {
        FrameReader reader = Frames.reader();
        try {
            int type = reader.next(input);
            assertEquals(FrameType.NONE, type, what + " went unnoticed");
        } catch (MalformedFrameException e) {
            return;
        }
        long wanted = input.getUnsignedIntLE(0);
        assertTrue(
                wanted > input.readableBytes() && wanted <= FrameHeader.MAX_FRAME_BYTES, what + " waits for " + wanted);
        input.writeZero((int) wanted - input.readableBytes());
        assertThrows(MalformedFrameException.class, () -> reader.next(input), what + " went unnoticed when completed");
    }

    @Test
    void shouldWaitForMoreAtEveryTruncation() throws MalformedFrameException {
        for (ByteBuf frame : Frames.one()) {
            for (int length = 0; length < frame.readableBytes(); length++) {
                ByteBuf input = Frames.buffer().writeBytes(frame, 0, length);
                assertEquals(FrameType.NONE, Frames.reader().next(input), "at " + length);
                input.release();
            }
        }
    }

    @Test
    void shouldRefuseALengthOutOfBoundsBeforeAnyBodyComes() {
        for (int type = 1; type <= 8; type++) {
            for (long length : new long[] {0, 1, 11, FrameHeader.MAX_FRAME_BYTES + 1, Integer.MAX_VALUE, 0xffffffffL}) {
                ByteBuf input = Frames.buffer();
                FrameHeader.begin(input, type, Frames.WORKER);
                input.setIntLE(0, (int) length);
                int frameType = type;
                MalformedFrameException e = assertThrows(
                        MalformedFrameException.class,
                        () -> Frames.reader().next(input),
                        "type " + frameType + ", length " + length);
                assertTrue(e.getMessage().contains(Long.toString(length)), e.getMessage());
            }
        }
    }

    @Test
    void shouldRefuseAFrameThatMayNotComeAsSoonAsItsHeaderIsThere() {
        FrameReader reader = new FrameReader(Frames.WORKER);
        reader.allow(FrameType.bit(FrameType.HELLO));
        ByteBuf input = Frames.records();
        input.writerIndex(FrameHeader.BYTES);
        MalformedFrameException e = assertThrows(MalformedFrameException.class, () -> reader.next(input));
        assertEquals("RECORDS frame where none may come", e.getMessage());
    }

    @Test
    void shouldNameBothWhenVersionOrWorkerDiffer() {
        ByteBuf version = Frames.ack();
        version.setByte(5, 9);
        MalformedFrameException e = assertThrows(
                MalformedFrameException.class, () -> Frames.reader().next(Frames.resealed(version)));
        assertEquals("ACK frame of protocol version 9, expected 1", e.getMessage());

        ByteBuf worker = Frames.ack();
        worker.setShortLE(6, 300);
        e = assertThrows(MalformedFrameException.class, () -> Frames.reader().next(Frames.resealed(worker)));
        assertEquals("ACK frame for worker 300 on the channel of worker 3", e.getMessage());
    }

    @Test
    void shouldThrowNothingElseWhenFedRubbish() {
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ByteBuf input = Frames.buffer();
            if (random.nextBoolean()) {
                FrameHeader.begin(input, random.nextInt(10), Frames.WORKER);
            }
            byte[] rubbish = new byte[random.nextInt(200)];
            random.nextBytes(rubbish);
            input.writeBytes(rubbish);
            if (random.nextBoolean() && input.readableBytes() >= FrameHeader.BYTES) {
                Frames.resealed(input);
            }
            FrameReader reader = Frames.reader();
            try {
                int type = reader.next(input);
                if (type != FrameType.NONE) {
                    Frames.decode(type, input, reader.length());
                }
            } catch (MalformedFrameException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            input.release();
        }
    }
}
