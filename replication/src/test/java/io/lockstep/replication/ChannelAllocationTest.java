package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.replication.RecordRing;
import io.lockstep.runtime.role.Role;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.junit.jupiter.api.Test;

/**
 * I7 for the channel: both ends of a stream together allocate nothing, per record or per frame, under the conditions of
 * docs/wire-protocol.md, section "Running without garbage".
 */
class ChannelAllocationTest {
    private static final int RECORDS_PER_CYCLE = 256;
    private static final int CYCLES = 2000;

    @Test
    void shouldAllocateNothingWhenStreaming() throws InterruptedException {
        double[] perFrame = new double[1];
        FastThreadLocalThread thread = new FastThreadLocalThread(() -> perFrame[0] = bytesPerFrame());
        thread.start();
        thread.join();
        assertTrue(perFrame[0] < 1.0, perFrame[0] + " bytes per frame");
    }

    /** Frames of all sizes up to 256 records; both ends on this thread. */
    private static double bytesPerFrame() {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        try (TestNode primary = new TestNode(options);
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            return AllocationProbe.leastBytes(() -> stream(primary, backup))
                    / (2.0 * CYCLES); // a RECORDS and an ACK each cycle
        }
    }

    private static void stream(TestNode primary, TestNode backup) {
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (int i = cycle % RECORDS_PER_CYCLE; i >= 0; i--) {
                produce(primary);
            }
            long target = primary.logRing.nextOrdinal();
            while (primary.log.acknowledgedOrdinal() < target) {
                primary.channel.doWork();
                backup.channel.doWork();
                consume(backup);
            }
        }
    }

    private static void produce(TestNode node) {
        long position = node.logRing.claim(80);
        RecordLayout.header(node.logRing.recordAddress(position), 64, 0, 0, 0, 1);
        node.logRing.commit(position, 80);
        node.logRing.publish();
    }

    private static void consume(TestNode node) {
        RecordRing inbox = node.inbox;
        long end = inbox.committed();
        long position = inbox.freed();
        long count = 0;
        while (position < end) {
            position = inbox.skipPadding(position);
            if (position < end) {
                position = inbox.next(position);
                count++;
            }
        }
        inbox.free(position);
        if (count > 0) {
            node.executed.set(node.executed.get() + count);
        }
    }
}
