package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.runtime.role.Role;
import org.junit.jupiter.api.Test;

/** A backup for whose acknowledgements nobody waits sends them now and then. docs/wire-protocol.md, section "ACK". */
final class LazyAckTest {
    private static final int INTERVAL_US = 1000;
    private static final int MANY = 4096;
    private static final int LOG_BYTES = 1 << 22;

    private final ManualClock clock = new ManualClock();

    private TestNode primary() {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        options.clock = clock;
        options.logBytes = LOG_BYTES;
        return new TestNode(options);
    }

    private TestNode backupOf(TestNode primary) {
        TestNode.Options options = new TestNode.Options();
        options.peer = primary.address();
        options.clock = clock;
        options.inboxBytes = LOG_BYTES;
        options.timing = new ChannelTiming(TestNode.HEARTBEAT_MS, INTERVAL_US, 2000, 2000, 1, 4, 20, 4);
        return new TestNode(options);
    }

    private void stream(TestNode primary, TestNode backup) {
        Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
        clock.advanceMs(1);
        Steps.until(
                "the first acknowledgement, of nothing, is through",
                () -> noMoreWork(primary, backup),
                primary,
                backup);
    }

    private static boolean noMoreWork(TestNode... nodes) {
        int work = 0;
        for (int round = 0; round < 100; round++) {
            for (TestNode node : nodes) {
                work += node.channel.doWork();
            }
        }
        return work == 0;
    }

    private static void execute(int records, TestNode primary, TestNode backup) {
        long all = backup.executed.get() + records;
        while (primary.logRing.nextOrdinal() < all) {
            assertEquals(true, primary.produce());
        }
        Steps.until(
                "all are executed", () -> backup.executed.get() == all, () -> backup.consume(records), primary, backup);
        Steps.until("everything that is to be sent is through", () -> noMoreWork(primary, backup), primary, backup);
    }

    @Test
    void shouldWaitForTheIntervalWithAFew() {
        try (TestNode primary = primary();
                TestNode backup = backupOf(primary)) {
            stream(primary, backup);
            execute(10, primary, backup);
            assertEquals(0, primary.log.acknowledgedOrdinal(), "time stands still");
            clock.advanceMs(1);
            Steps.until("the interval is over", () -> primary.log.acknowledgedOrdinal() == 10, primary, backup);
        }
    }

    @Test
    void shouldNotWaitWithMany() {
        try (TestNode primary = primary();
                TestNode backup = backupOf(primary)) {
            stream(primary, backup);
            execute(MANY, primary, backup);
            assertEquals(MANY, primary.log.acknowledgedOrdinal(), "time stands still");
        }
    }
}
