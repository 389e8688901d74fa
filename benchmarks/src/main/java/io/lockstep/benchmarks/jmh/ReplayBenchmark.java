package io.lockstep.benchmarks.jmh;

import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.Role;
import java.lang.foreign.Arena;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A record through the worker of a backup: copied into the inbox, as the channel does after its checks, then into a buffer, replayed
 * with its one access under the recorded number, released. Bursts of 32, the owner on the same thread, no port behind the queues.
 */
public class ReplayBenchmark extends Part {
    private static final int BURST = 32;

    /** Length of the packets. */
    @Param({"64", "1500"})
    public int packetBytes;

    private final long[] tags = new long[1];
    private Arena arena;
    private PartNode node;
    private RecordInbox inbox;
    private long record;
    private int recordBytes;
    private long sequence;

    /** Makes the node and a record. */
    @Setup(Level.Trial)
    public void open() {
        node = new PartNode(Role.BACKUP, new CountingFunction(1), new byte[packetBytes]);
        node.node().session().bind(new PairSession.Bound(new UUID(0, 1), 42));
        inbox = node.ends().inbox();
        arena = Arena.ofShared();
        recordBytes = RecordLayout.recordBytes(packetBytes, 1);
        record = arena.allocate(recordBytes, 64).address();
        RecordLayout.header(record, packetBytes, 0, RecordLayout.KIND_PACKET, 0, 1_700_000_000_000_000_000L);
    }

    /** Frees them. */
    @TearDown(Level.Trial)
    public void close() {
        node.close();
        arena.close();
    }

    /** One burst. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long inboxToRelease() {
        long target = node.out().sent() + BURST;
        for (int i = 0; i < BURST; i++) {
            tags[0] = RecordLayout.tagOf(0, sequence++);
            RecordLayout.tags(record, tags, 1);
            inbox.append(record, recordBytes, 1);
        }
        inbox.publish();
        node.worker().doWork();
        while (node.out().sent() < target) {
            node.owner().doWork();
            node.worker().doWork();
        }
        return target;
    }
}
