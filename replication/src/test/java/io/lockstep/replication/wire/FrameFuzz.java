package io.lockstep.replication.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.RecordLayout;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuzz target: bytes of a connection through {@link FrameReader} and every decoder. {@code scripts/fuzz FrameFuzz}.
 *
 * <pre>
 *   input: | mode u8 | ...        mode 0: the rest is the connection's bytes, as they are
 *          | mode u8 | (size u16, frame)* |   else: frames whose length and checksum are put right, so that the fuzzer gets behind them;
 *                                             they arrive in pieces of (mode) bytes
 * </pre>
 *
 * <p>Holds: nothing but {@link MalformedFrameException} is thrown; the outcome depends neither on how the bytes are cut into pieces nor on
 * what lies in memory behind them; what was decoded encodes to the same bytes; a frame allocates no more than a small multiple of its own size.
 */
public final class FrameFuzz {
    /** Bytes behind the input that must not matter. */
    private static final int BEHIND_BYTES = 128;

    private static final int MAX_INPUT_BYTES = 64 << 10;
    private static final int ALLOCATION_BASE_BYTES = 48 << 10; // Jazzer's own share included
    private static final int ALLOCATION_PER_BYTE = 32;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ByteBuf INPUT = Frames.buffer();
    private static final ByteBuf AGAIN = Frames.buffer();

    private FrameFuzz() {}

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length <= MAX_INPUT_BYTES) {
            run(data);
        }
    }

    /** Writes the seeds to the folder that is named. */
    public static void main(String[] arguments) throws Exception {
        FuzzCorpus.write(Path.of(arguments[0]), seeds());
    }

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        byte[] all = new byte[] {1};
        for (ByteBuf frame : Frames.one()) {
            byte[] block = FuzzCorpus.block(0, ByteBufUtil.getBytes(frame));
            block = java.util.Arrays.copyOfRange(block, 1, block.length);
            seeds.add(FuzzCorpus.join(new byte[] {5}, block));
            all = FuzzCorpus.join(all, block);
        }
        seeds.add(all);
        seeds.add(FuzzCorpus.join(new byte[] {0}, ByteBufUtil.getBytes(Frames.hello())));
        return seeds;
    }

    /** Runs one input; returns what came of it, one line per frame. */
    static List<String> run(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        int pieces = input.u8();
        byte[] stream = pieces == 0 ? input.rest() : putRight(input);
        List<String> outcome = decodeAll(stream, stream.length, 0);
        assertEquals(outcome, decodeAll(stream, stream.length, 0xff), "depends on what lies behind the bytes");
        assertEquals(outcome, decodeAll(stream, Math.max(1, pieces), 0x5a), "depends on how the bytes come in");
        return outcome;
    }

    private static byte[] putRight(FuzzInput input) {
        ByteBuf stream = io.netty.buffer.Unpooled.buffer();
        while (input.hasMore()) {
            byte[] frame = input.block();
            if (frame.length >= FrameHeader.BYTES) {
                AGAIN.clear().writeBytes(frame);
                stream.writeBytes(Frames.resealed(AGAIN));
            } else {
                stream.writeBytes(frame);
            }
        }
        return ByteBufUtil.getBytes(stream);
    }

    private static List<String> decodeAll(byte[] stream, int pieceBytes, int behind) {
        List<String> outcome = new ArrayList<>();
        ByteBuf buffer = INPUT.clear();
        FrameReader reader = Frames.reader();
        int given = 0;
        try {
            do {
                int piece = Math.min(pieceBytes, stream.length - given);
                buffer.writeBytes(stream, given, piece);
                given += piece;
                for (int i = 0; i < BEHIND_BYTES; i++) {
                    buffer.setByte(buffer.writerIndex() + i, behind);
                }
                decodeSome(reader, buffer, outcome);
            } while (given < stream.length);
        } catch (MalformedFrameException e) {
            outcome.add("malformed: " + e.getMessage());
        }
        return outcome;
    }

    private static void decodeSome(FrameReader reader, ByteBuf buffer, List<String> outcome)
            throws MalformedFrameException {
        int type = next(reader, buffer);
        while (type != FrameType.NONE) {
            int length = reader.length();
            assertTrue(length <= buffer.readableBytes(), "a frame longer than what is there");
            Object decoded = decode(type, buffer, length);
            assertRoundTrip(type, decoded, buffer, length);
            outcome.add(FrameType.name(type) + " " + decoded);
            reader.consume(buffer);
            type = next(reader, buffer);
        }
    }

    private static int next(FrameReader reader, ByteBuf buffer) throws MalformedFrameException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return reader.next(buffer);
        } finally {
            checkAllocation(
                    "looking for a frame", before, 0, () -> Frames.reader().next(buffer));
        }
    }

    private static Object decode(int type, ByteBuf buffer, int length) throws MalformedFrameException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return Frames.decode(type, buffer, length);
        } finally {
            checkAllocation("decoding", before, length, () -> Frames.decode(type, buffer, length));
        }
    }

    /** What is measured again where it is too much: the first time also links classes. */
    private interface Step {
        Object run() throws MalformedFrameException;
    }

    private static void checkAllocation(String what, long before, int length, Step again) {
        long bound = ALLOCATION_BASE_BYTES + (long) ALLOCATION_PER_BYTE * length;
        if (THREADS.getCurrentThreadAllocatedBytes() - before > bound) {
            long least = AllocationProbe.leastBytes(() -> runQuietly(again));
            assertTrue(least <= bound, () -> what + " of " + length + " bytes allocates " + least);
        }
    }

    private static void runQuietly(Step step) {
        try {
            var unused = step.run();
        } catch (MalformedFrameException e) {
            // What it allocates is what counts.
        }
    }

    private static void assertRoundTrip(int type, Object decoded, ByteBuf buffer, int length) {
        byte[] bytes = ByteBufUtil.getBytes(buffer, buffer.readerIndex(), length);
        ByteBuf again = AGAIN.clear();
        switch (type) {
            case FrameType.HELLO -> ((Hello) decoded).write(again);
            case FrameType.WELCOME -> ((Welcome) decoded).write(again, Frames.WORKER);
            case FrameType.REFUSE, FrameType.GOODBYE -> {
                Notice notice = (Notice) decoded;
                if (notice.code() == NoticeCode.UNKNOWN) {
                    return; // its number is not kept
                }
                notice.write(again, type, 0);
                again.setBytes(5, bytes, 5, 3); // version and worker may be any
                again.setByte(15, bytes[15]); // kept for a later version
            }
            case FrameType.ACK -> Progress.ack(again, Frames.WORKER, Progress.acknowledged(buffer));
            case FrameType.HEARTBEAT ->
                Progress.heartbeat(
                        again, Frames.WORKER, Progress.heartbeatEpoch(buffer), Progress.heartbeatOrdinal(buffer));
            case FrameType.HANDOVER -> HandoverWish.write(again, Frames.WORKER, Frames.EPOCH, (boolean) decoded);
            default -> encodeRecords(buffer, length, again);
        }
        assertArrayEquals(bytes, ByteBufUtil.getBytes(Frames.resealed(again)), () -> FrameType.name(type) + " again");
    }

    /** Builds the frame anew from what a worker would read of each record. */
    private static void encodeRecords(ByteBuf buffer, int length, ByteBuf again) {
        long from = buffer.memoryAddress() + buffer.readerIndex() + RecordsFrame.HEADER_BYTES;
        long end = buffer.memoryAddress() + buffer.readerIndex() + length;
        long to = again.memoryAddress() + RecordsFrame.HEADER_BYTES;
        int count = 0;
        int written = 0;
        while (from < end) {
            int recordBytes = encodeRecord(from, to + written);
            from += recordBytes;
            written += recordBytes;
            count++;
        }
        RecordsFrame.wrap(again, Frames.WORKER, count, Frames.FIRST_ORDINAL, Frames.EPOCH, written);
    }

    private static int encodeRecord(long from, long to) {
        int packetLength = RecordLayout.packetLength(from);
        int tagCount = RecordLayout.tagCount(from);
        int recordBytes = RecordLayout.recordBytes(packetLength, tagCount);
        for (int i = 0; i < recordBytes; i++) {
            Memory.putByte(to + i, 0);
        }
        RecordLayout.header(
                to,
                packetLength,
                RecordLayout.port(from),
                RecordLayout.kind(from),
                RecordLayout.timer(from),
                RecordLayout.receiveTimeNs(from));
        for (int i = 0; i < packetLength; i++) {
            Memory.putByte(
                    RecordLayout.packetAddress(to) + i, Memory.getUnsignedByte(RecordLayout.packetAddress(from) + i));
        }
        long[] tags = new long[tagCount];
        for (int i = 0; i < tagCount; i++) {
            tags[i] = RecordLayout.tagOf(
                    RecordLayout.ownerOf(RecordLayout.tag(from, i)),
                    RecordLayout.sequenceOf(RecordLayout.tag(from, i)));
        }
        RecordLayout.tags(to, tags, tagCount);
        return recordBytes;
    }
}
