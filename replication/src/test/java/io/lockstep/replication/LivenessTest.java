package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.role.Role;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, sections "HEARTBEAT" and "Liveness". Time moves only when a test says so. */
class LivenessTest {
    private final ManualClock clock = new ManualClock();

    private TestNode primary(int logBytes) {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        options.clock = clock;
        options.logBytes = logBytes;
        return new TestNode(options);
    }

    private TestNode backupOf(TestNode primary, int inboxBytes) {
        TestNode.Options options = new TestNode.Options();
        options.peer = primary.address();
        options.clock = clock;
        options.inboxBytes = inboxBytes;
        return new TestNode(options);
    }

    private boolean heard(TestNode node) {
        return node.status.lastHeardNs() == clock.nanoTime();
    }

    @Test
    void shouldStayTogetherByHeartbeatsWhenThereIsNothingToSend() {
        try (TestNode primary = primary(1 << 20);
                TestNode backup = backupOf(primary, 1 << 20)) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            for (int i = 0; i < 100; i++) {
                clock.advanceMs(50);
                Steps.until("both hear a heartbeat", () -> heard(primary) && heard(backup), primary, backup);
            }
            assertEquals(1, primary.status.connections());
            assertEquals(1, backup.status.connections());
        }
    }

    @Test
    void shouldEndTheConnectionWhenNothingIsHeard() {
        try (TestNode primary = primary(1 << 20);
                TestNode backup = backupOf(primary, 1 << 20)) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            drain(primary, backup);
            clock.advanceMs(1999);
            primary.channel.doWork();
            assertTrue(primary.isStreaming(), primary.toString());
            clock.advanceMs(1);
            primary.channel.doWork();
            assertTrue(!primary.isStreaming(), primary.toString());
            assertTrue(primary.status.lastProblem().contains("nothing heard from backup"), primary.toString());
        }
    }

    @Test
    void shouldEndTheConnectionWhenThePrimaryIsSilent() {
        try (RawPrimary primary = new RawPrimary()) {
            TestNode.Options options = new TestNode.Options();
            options.peer = primary.address();
            options.clock = clock;
            try (TestNode backup = new TestNode(options);
                    RawPeer peer = primary.welcome(1, backup)) {
                clock.advanceMs(1999);
                backup.channel.doWork();
                assertTrue(backup.isStreaming(), backup.toString());
                clock.advanceMs(1);
                backup.channel.doWork();
                assertTrue(!backup.isStreaming(), backup.toString());
                assertTrue(
                        backup.status.lastProblem().contains("nothing heard from the primary for 2000 ms"),
                        backup.toString());
                peer.awaitEnd(backup);
            }
        }
    }

    @Test
    void shouldHearWhatCameMeanwhileBeforeItJudgesSilenceWhenItWasPaused() {
        try (TestNode primary = primary(1 << 20);
                TestNode backup = backupOf(primary, 1 << 20)) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            drain(primary, backup);
            clock.advanceMs(100);
            primary.channel.doWork(); // its heartbeat waits in the kernel while the backup's process is stopped
            clock.advanceMs(10_000);
            backup.channel.doWork();
            assertTrue(backup.isStreaming(), backup.toString());
        }
    }

    @Test
    void shouldStayTogetherWhenTheInboxIsFullForLong() {
        try (TestNode primary = primary(1 << 20);
                TestNode backup = backupOf(primary, 4096)) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            while (primary.produce()) {}
            for (int i = 0; i < 200; i++) {
                clock.advanceMs(50);
                Steps.until("the primary hears the backup", () -> heard(primary), primary, backup);
                while (primary.produce()) {}
            }
            assertTrue(backup.isStreaming() && primary.isStreaming(), backup.toString());
            long total = primary.logRing.nextOrdinal();
            assertTrue(total > 1000 && backup.executed.get() == 0, primary.toString());
            Steps.until(
                    "all is executed when the worker goes on",
                    () -> primary.log.acknowledgedOrdinal() == total,
                    () -> backup.consume(100),
                    primary,
                    backup);
            assertEquals(1, primary.status.connections());
        }
    }

    @Test
    void shouldPauseLongerAfterEachFailedDial() {
        try (TestNode backup = backupOf(primaryThatIsGone(), 1 << 20)) {
            Steps.until("the first dial fails", () -> failures(backup) == 1, backup);
            for (int pauseMs : new int[] {1, 2, 4, 4, 4}) {
                for (int i = 0; i < 100; i++) {
                    backup.channel.doWork();
                }
                assertTrue(backup.channel.doWork() == 0, "it pauses");
                backup.status.lastProblem("");
                clock.advanceMs(pauseMs);
                Steps.until("the next dial fails", () -> failures(backup) == 1, backup);
            }
        }
    }

    private static int failures(TestNode backup) {
        return backup.status.lastProblem().contains("cannot connect to") ? 1 : 0;
    }

    private TestNode primaryThatIsGone() {
        TestNode gone = primary(1 << 20);
        gone.address(); // stays known
        gone.channel.onClose();
        return gone;
    }

    private static void drain(TestNode... nodes) {
        for (int i = 0; i < 100; i++) {
            for (TestNode node : nodes) {
                node.channel.doWork();
            }
        }
    }
}
