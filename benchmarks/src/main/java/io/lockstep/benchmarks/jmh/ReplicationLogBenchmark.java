package io.lockstep.benchmarks.jmh;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.replication.RecordRing;
import io.lockstep.runtime.replication.ReplicationLog;
import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A record's way through the replication log on one thread: claim, copy of the packet, tag, commit, publish, copy into a send buffer,
 * acknowledgement. Against it, the two copies alone. Nanoseconds per record, bursts of 32.
 */
public class ReplicationLogBenchmark extends Part {
    private static final int BATCH = 32;
    private static final int MAX_TAGS = 8;

    /** Length of the packets. */
    @Param({"64", "1500"})
    public int packetBytes;

    private final long[] tags = {RecordLayout.tagOf(0, 1)};
    private Arena arena;
    private RecordRing ring;
    private ReplicationLog log;
    private long packet;
    private long sendBuffer;

    /** Makes a log of 16 MiB. */
    @Setup(Level.Trial)
    public void open() {
        arena = Arena.ofShared();
        ring = new RecordRing(1 << 24);
        log = new ReplicationLog(ring);
        packet = arena.allocate(2048, 64).address();
        sendBuffer = arena.allocate(1 << 16, 64).address();
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void close() {
        ring.close();
        arena.close();
    }

    /** A burst through the log. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long throughTheLog() {
        for (int i = 0; i < BATCH; i++) {
            long position = ring.claim(RecordLayout.recordBytes(packetBytes, MAX_TAGS));
            long record = ring.recordAddress(position);
            RecordLayout.header(record, packetBytes, 0, RecordLayout.KIND_PACKET, 0, i);
            Memory.copy(packet, RecordLayout.packetAddress(record), packetBytes);
            RecordLayout.tags(record, tags, 1);
            ring.commit(position, RecordLayout.recordBytes(packetBytes, 1));
        }
        ring.publish();
        int bytes = 0;
        while (log.sentOrdinal() < ring.nextOrdinal()) {
            bytes += log.copyCommitted(sendBuffer, 1 << 16);
        }
        log.acknowledge(log.sentOrdinal());
        return bytes;
    }

    /** The reference: copying the same bytes twice. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long twoCopies() {
        int size = RecordLayout.recordBytes(packetBytes, 1);
        for (int i = 0; i < BATCH; i++) {
            Memory.copy(packet, sendBuffer + (long) i * size, packetBytes);
            Memory.copy(sendBuffer + (long) i * size, packet, packetBytes);
        }
        return size;
    }
}
