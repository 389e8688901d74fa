package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.Role;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;

/**
 * I7 for the channel: both ends of a stream together allocate nothing, per record, per frame or per heartbeat, under the conditions of
 * docs/wire-protocol.md, section "Running without garbage".
 */
class ChannelAllocationTest {
    private static final int RECORDS_PER_CYCLE = 256;
    private static final int CYCLES = 2000;
    private static final int BEATS = 5000;
    private static final long BOUND_MS = 60_000;

    /** Stands still until told: no heartbeat comes in between. */
    private static final class Clock implements NanoClock {
        private long nowNs = 1;

        @Override
        public long nanoTime() {
            return nowNs;
        }
    }

    @Test
    void shouldAllocateNothingWhenStreaming() throws InterruptedException {
        assertEquals(0, leastBytes(new Clock(), ChannelAllocationTest::stream));
    }

    @Test
    void shouldAllocateNothingWhenOnlyHeartbeatsPass() throws InterruptedException {
        Clock clock = new Clock();
        assertEquals(0, leastBytes(clock, (primary, backup) -> beat(clock, primary, backup)));
    }

    /** What each run of the work leaves on a thread such as the daemon gives its channels; both ends are on it. */
    private static long leastBytes(Clock clock, BiConsumer<TestNode, TestNode> work) throws InterruptedException {
        AtomicLong least = new AtomicLong(-1);
        FastThreadLocalThread thread = new FastThreadLocalThread(() -> {
            TestNode.Options options = new TestNode.Options();
            options.role = Role.PRIMARY;
            options.clock = clock;
            try (TestNode primary = new TestNode(options);
                    TestNode backup = backupOf(primary, clock)) {
                Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
                least.set(AllocationProbe.leastBytes(() -> work.accept(primary, backup)));
            }
        });
        thread.setDaemon(true);
        thread.start();
        thread.join(BOUND_MS);
        assertFalse(thread.isAlive(), "the channels did not come to an end within " + BOUND_MS + " ms");
        return least.get();
    }

    private static TestNode backupOf(TestNode primary, Clock clock) {
        TestNode.Options options = new TestNode.Options();
        options.peer = primary.address();
        options.clock = clock;
        return new TestNode(options);
    }

    /** Each round is one heartbeat either way, and lasts until both have come. */
    private static void beat(Clock clock, TestNode primary, TestNode backup) {
        long boundNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MS);
        for (int i = 0; i < BEATS; i++) {
            clock.nowNs += TimeUnit.MILLISECONDS.toNanos(TestNode.HEARTBEAT_MS);
            while (primary.status.lastHeardNs() < clock.nowNs || backup.status.lastHeardNs() < clock.nowNs) {
                primary.channel.doWork();
                backup.channel.doWork();
                if (System.nanoTime() - boundNs > 0) {
                    throw new AssertionError("heartbeat " + i + " never came:\n  " + primary + "\n  " + backup);
                }
            }
        }
    }

    /** Frames of all sizes up to 256 records, and an acknowledgement of each. */
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
        RecordInbox inbox = node.inbox;
        long end = inbox.committed();
        long position = inbox.freed();
        long count = 0;
        while (position < end) {
            position = inbox.skipGap(position);
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
