package io.lockstep.benchmarks.jmh;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.FrameReader;
import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Progress;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.replication.wire.RecordsCheck;
import io.lockstep.replication.wire.RecordsFrame;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.RecordLayout;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The wire format on one thread, without sockets. A frame here has 32 records, one burst; figures are per record, so they hold a
 * thirty-second of what a frame costs whatever it carries. Most of both directions is the CRC32C over all bytes.
 */
public class CodecBenchmark extends Part {
    private static final int RECORDS = 32;
    private static final int PROGRESS_BATCH = 32;
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    private final FrameHeader header = new FrameHeader();
    private final FrameReader progressReader = new FrameReader(0);
    private ByteBuf progress;

    /** A burst of records as it lies in the log, and the frame that carries it. */
    @State(Scope.Benchmark)
    public static class Burst {
        /** Length of each record's packet; each has one tag. */
        @Param({"64", "1500"})
        public int packetBytes;

        private ByteBuf log;
        private ByteBuf frame;
        private int bytes;
        private RecordsCheck check;
        private final FrameReader reader = new FrameReader(0);

        /** Writes records and frame. */
        @Setup(Level.Trial)
        public void open() {
            int recordBytes = RecordLayout.recordBytes(packetBytes, 1);
            bytes = RECORDS * recordBytes;
            log = MEMORY.directBuffer(bytes);
            frame = MEMORY.directBuffer(RecordsFrame.HEADER_BYTES + bytes);
            for (int i = 0; i < RECORDS; i++) {
                long record = log.memoryAddress() + (long) i * recordBytes;
                RecordLayout.header(record, packetBytes, 0, RecordLayout.KIND_PACKET, 0, i);
                RecordLayout.tags(record, new long[] {RecordLayout.tagOf(0, i)}, 1);
            }
            check = new RecordsCheck(new RecordLimits(1, 2, 1, 8, 2048, 1 << 20));
            reader.allow(FrameType.bit(FrameType.RECORDS));
            encodeInto(new FrameHeader());
        }

        /** Frees them. */
        @TearDown(Level.Trial)
        public void close() {
            log.release();
            frame.release();
        }

        private ByteBuf encodeInto(FrameHeader header) {
            frame.clear();
            Memory.copy(log.memoryAddress(), frame.memoryAddress() + RecordsFrame.HEADER_BYTES, bytes);
            RecordsFrame.wrap(frame, 0, RECORDS, 0, 1, bytes);
            header.seal(frame);
            return frame;
        }
    }

    /** Makes the buffer of the small frame. */
    @Setup(Level.Trial)
    public void open() {
        progress = MEMORY.directBuffer(Progress.HEARTBEAT_BYTES);
        progressReader.allow(FrameType.bit(FrameType.HEARTBEAT));
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void close() {
        progress.release();
    }

    /** Primary: records copied behind the frame's header, header written, checksum taken. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int encodeRecords(Burst burst) {
        return burst.encodeInto(header).readableBytes();
    }

    /** Backup: header and checksum verified, every record checked; the copy into the inbox left out. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int checkRecords(Burst burst) throws MalformedFrameException {
        ByteBuf frame = burst.frame;
        frame.readerIndex(0);
        int type = burst.reader.next(frame);
        burst.check.check(frame, frame.memoryAddress(), burst.reader.length(), 1, 0);
        burst.reader.consume(frame);
        return type;
    }

    /** One HEARTBEAT written, sealed, verified and read. An ACK is the same, eight bytes shorter. */
    @Benchmark
    @OperationsPerInvocation(PROGRESS_BATCH)
    public long heartbeat() throws MalformedFrameException {
        long sum = 0;
        for (int i = 0; i < PROGRESS_BATCH; i++) {
            progress.clear();
            Progress.heartbeat(progress, 0, 1, i);
            header.seal(progress);
            sum += progressReader.next(progress) + Progress.heartbeatOrdinal(progress);
            progressReader.consume(progress);
        }
        return sum;
    }
}
