package io.lockstep.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.replication.RecordLayout;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

/** I7 for the codec: the frames of a stream are written, sealed, cut, verified, checked and read without a heap object. */
class CodecAllocationTest {
    private static final int ROUNDS = 5_000;
    private static final int RECORDS = 8;
    private static final int PACKET_BYTES = 61;
    private static final int RECORD_BYTES = RecordLayout.recordBytes(PACKET_BYTES, 1);

    private final ByteBuf buffer = Frames.buffer();
    private final FrameHeader header = new FrameHeader();
    private final FrameReader reader = new FrameReader(Frames.WORKER);
    private final RecordsCheck check = new RecordsCheck(Frames.LIMITS);
    private final long[] tags = {RecordLayout.tagOf(1, 5)};
    private long frames;

    @Test
    void shouldAllocateNothing() {
        reader.allow(Frames.ALL);
        assertEquals(0, AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                records(i);
                progress(i);
            }
        }));
        assertEquals(0, frames % (4L * ROUNDS), "frames that were read");
        buffer.release();
    }

    private void records(int ordinal) {
        buffer.clear();
        long first = buffer.memoryAddress() + RecordsFrame.HEADER_BYTES;
        for (int i = 0; i < RECORDS; i++) {
            long record = first + (long) i * RECORD_BYTES;
            RecordLayout.header(record, PACKET_BYTES, 1, RecordLayout.KIND_PACKET, 0, ordinal);
            RecordLayout.tags(record, tags, 1);
        }
        RecordsFrame.wrap(buffer, Frames.WORKER, RECORDS, ordinal, Frames.EPOCH, RECORDS * RECORD_BYTES);
        header.seal(buffer);
        try {
            assertEquals(FrameType.RECORDS, reader.next(buffer));
            check.check(buffer, buffer.memoryAddress(), reader.length(), Frames.EPOCH, ordinal);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
        consume();
    }

    private void progress(int ordinal) {
        buffer.clear();
        Progress.ack(buffer, Frames.WORKER, ordinal);
        expect(FrameType.ACK);
        assertEquals(ordinal, Progress.acknowledged(buffer));
        consume();
        buffer.clear();
        Progress.heartbeat(buffer, Frames.WORKER, Frames.EPOCH, ordinal);
        expect(FrameType.HEARTBEAT);
        assertEquals(ordinal, Progress.heartbeatOrdinal(buffer));
        consume();
        buffer.clear();
        HandoverWish.write(buffer, Frames.WORKER, Frames.EPOCH, true);
        expect(FrameType.HANDOVER);
        consume();
    }

    private void expect(int type) {
        header.seal(buffer);
        try {
            assertEquals(type, reader.next(buffer));
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    private void consume() {
        reader.consume(buffer);
        frames++;
    }
}
