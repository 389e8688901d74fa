package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, section "Reconnect and resume". */
class ReconnectTest {
    @Test
    void shouldLoseAndRepeatNothingWhenTheLinkIsCutAtRandomBytes() {
        for (long seed = 0; seed < 10; seed++) {
            try {
                cutAndResume(new SplittableRandom(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void cutAndResume(SplittableRandom random) {
        int total = 3000;
        int cuts = 8;
        TestNode.Options options = new TestNode.Options();
        options.records = new TestRecords(random.nextLong(), 300);
        options.role = Role.PRIMARY;
        options.logBytes = 1 << 16;
        try (TestNode primary = new TestNode(options);
                CuttingProxy proxy = new CuttingProxy(primary.address())) {
            options.role = Role.BACKUP;
            options.session = new PairSession(UUID.randomUUID());
            options.peer = proxy.address();
            options.inboxBytes = 1 << 13;
            try (TestNode backup = new TestNode(options)) {
                proxy.cutAfter(1 + random.nextInt(20_000));
                Steps.until(
                        "all records are executed and acknowledged",
                        () -> primary.log.acknowledgedOrdinal() == total,
                        () -> {
                            int before = proxy.cuts();
                            proxy.step();
                            if (proxy.cuts() > before && before < cuts - 1) {
                                proxy.cutAfter(1 + random.nextInt(60_000));
                            }
                            for (int i = random.nextInt(20); i > 0 && primary.logRing.nextOrdinal() < total; i--) {
                                primary.produce();
                            }
                            backup.consume(random.nextInt(20));
                        },
                        primary,
                        backup);
                assertTrue(proxy.cuts() > 3, "cuts: " + proxy.cuts());
                assertEquals(total, backup.executed.get());
                assertEquals(total, backup.inbox.nextOrdinal());
                assertEquals(0, backup.status.malformedFrames(), backup.toString());
                assertEquals(0, primary.status.malformedFrames(), primary.toString());
            }
        }
    }

    @Test
    void shouldReplaceTheStaleConnectionWhenTheSameNodeComesBack() {
        try (TestNode primary = TestNode.primary();
                RawPeer stale = RawPeer.connect(primary.address());
                RawPeer fresh = RawPeer.connect(primary.address())) {
            UUID node = UUID.randomUUID();
            stale.send(frame -> TestHello.of(node).write(frame));
            stale.awaitWelcome(primary);
            fresh.send(frame -> TestHello.of(node).write(frame));
            fresh.awaitWelcome(primary);
            assertEquals(
                    NoticeCode.REPLACED,
                    stale.awaitNotice(FrameType.GOODBYE, primary).code());
            stale.awaitEnd(primary);
            assertTrue(primary.isStreaming());
            assertEquals(2, primary.status.connections());
            assertEquals(0, primary.status.refusedConnections());
        }
    }

    @Test
    void shouldSendAgainWhatWasNotAcknowledgedWhenTheBackupComesBack() {
        try (TestNode primary = TestNode.primary()) {
            UUID node = UUID.randomUUID();
            for (int i = 0; i < 10; i++) {
                primary.produce();
            }
            try (RawPeer first = RawPeer.connect(primary.address())) {
                first.send(frame -> TestHello.of(node).write(frame));
                first.await(FrameType.RECORDS, primary);
                first.send(frame -> io.lockstep.replication.wire.Progress.ack(frame, 0, 4));
                Steps.until("the log is freed", () -> primary.log.acknowledgedOrdinal() == 4, primary);
                first.reset();
            }
            Steps.until("the primary notices", () -> !primary.isStreaming(), primary);
            assertEquals(4, primary.log.acknowledgedOrdinal(), "the log waits for the backup");
            try (RawPeer second = RawPeer.connect(primary.address())) {
                second.send(
                        frame -> TestHello.bound(node, primary.session.get(), 7).write(frame));
                assertEquals(7, second.awaitWelcome(primary).nextOrdinal());
                second.consume();
                var records = second.await(FrameType.RECORDS, primary);
                assertEquals(7, io.lockstep.replication.wire.RecordsFrame.firstOrdinal(records));
                assertEquals(3, io.lockstep.replication.wire.RecordsFrame.count(records));
            }
        }
    }
}
