package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.runtime.role.Role;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the backup does with what it has received when the connection ends or the node is promoted. Section "End of a connection". */
class HandoverTest {
    private static final TestRecords RECORDS = new TestRecords(1, 200);
    private static final int PER_FRAME = 50;
    /** Frames of together less than 64 KiB, the first window of a connection: they arrive at once, so that a reset finds nothing to throw away. */
    private static final int ARRIVING = 8;

    /** Sends so many frames in one go, without the backup running. */
    private static void sendFrames(RawPeer peer, int frames) {
        for (int i = 0; i < frames; i++) {
            assertTrue(peer.sendRaw(RawPeer.records(RECORDS, (long) i * PER_FRAME, PER_FRAME, 1)), "frame " + i);
        }
    }

    @Test
    void shouldDeliverAllThatArrivedBeforeTheConnectionWasReset() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address());
                RawPeer peer = primary.welcome(1, backup)) {
            assertFalse(backup.status.inboundComplete());
            sendFrames(peer, ARRIVING);
            peer.reset();
            Steps.until("the backup is done", backup.status::inboundComplete, backup);
            assertEquals(ARRIVING * PER_FRAME, backup.consume(Integer.MAX_VALUE));
            assertEquals(
                    ARRIVING * PER_FRAME,
                    primary.accept(backup).awaitHello(backup).nextOrdinal());
        }
    }

    @Test
    void shouldDeliverAllWhenItWasWritingAsTheConnectionWasReset() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address());
                RawPeer peer = primary.welcome(1, backup)) {
            sendFrames(peer, 1);
            Steps.until("the first frame is in the inbox", () -> backup.consume(1000) > 0, backup);
            sendFramesFrom(peer, 1, ARRIVING);
            peer.reset();
            backup.executed.set(PER_FRAME); // an acknowledgement is due: it meets the reset
            Steps.until("the backup is done", backup.status::inboundComplete, backup);
            backup.consume(Integer.MAX_VALUE);
            assertEquals(ARRIVING * PER_FRAME, backup.executed.get());
        }
    }

    private static void sendFramesFrom(RawPeer peer, int first, int end) {
        for (int i = first; i < end; i++) {
            assertTrue(peer.sendRaw(RawPeer.records(RECORDS, (long) i * PER_FRAME, PER_FRAME, 1)), "frame " + i);
        }
    }

    @Test
    void shouldDropAHalfFrameAtTheEnd() {
        byte[] frame = RawPeer.records(RECORDS, PER_FRAME, PER_FRAME, 1);
        for (int length : new int[] {1, 11, 12, 31, 32, 33, frame.length / 2, frame.length - 1}) {
            try (RawPrimary primary = new RawPrimary();
                    TestNode backup = TestNode.backupOf(primary.address());
                    RawPeer peer = primary.welcome(1, backup)) {
                sendFrames(peer, 1);
                peer.sendRaw(Arrays.copyOf(frame, length));
                peer.hangUp();
                Steps.until("the backup is done", backup.status::inboundComplete, backup);
                assertEquals(PER_FRAME, backup.consume(Integer.MAX_VALUE), "half frame of " + length);
                assertEquals(0, backup.status.malformedFrames());
            }
        }
    }

    @Test
    void shouldReadOnWhenPromotedAndThenClose() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address());
                RawPeer peer = primary.welcome(1, backup)) {
            sendFrames(peer, 20);
            backup.role(Role.PROMOTING, 2, false);
            Steps.until("the backup is done", backup.status::inboundComplete, backup);
            assertEquals(20 * PER_FRAME, backup.consume(Integer.MAX_VALUE));
            var goodbye = peer.awaitNotice(FrameType.GOODBYE, backup);
            assertEquals(NoticeCode.PROMOTED, goodbye.code());
            assertEquals(2, goodbye.epoch());
            peer.awaitEnd(backup);
        }
    }

    @Test
    void shouldTakeTheLastFramesOfAPrimaryThatClosesAtOnceWhenItHearsOfThePromotion() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address());
                RawPeer peer = primary.welcome(1, backup)) {
            backup.role(Role.PROMOTING, 2, false);
            backup.channel.doWork(); // says goodbye
            sendFrames(peer, 20);
            peer.endOutput();
            Steps.until("the backup is done", backup.status::inboundComplete, backup);
            assertEquals(20 * PER_FRAME, backup.consume(Integer.MAX_VALUE));
        }
    }

    @Test
    void shouldEndAlsoWhenTheOldPrimaryNeverStopsSending() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address());
                RawPeer peer = primary.welcome(1, backup)) {
            backup.role(Role.PROMOTING, 2, false);
            long[] next = {0};
            Steps.until(
                    "the backup is done",
                    backup.status::inboundComplete,
                    () -> {
                        if (!peer.isEnded() && peer.sendRaw(RawPeer.records(RECORDS, next[0], PER_FRAME, 1))) {
                            next[0] += PER_FRAME;
                        }
                        backup.consume(Integer.MAX_VALUE);
                    },
                    backup);
            backup.consume(Integer.MAX_VALUE);
            assertEquals(0, backup.status.malformedFrames(), backup.toString());
        }
    }

    @Test
    void shouldBeCompleteOnlyWhenTheWorkerHasMadeRoomForAll() {
        TestNode.Options options = new TestNode.Options();
        options.inboxBytes = 4096;
        try (RawPrimary primary = new RawPrimary()) {
            options.peer = primary.address();
            try (TestNode backup = new TestNode(options);
                    RawPeer peer = primary.welcome(1, backup)) {
                sendFrames(peer, 20);
                backup.role(Role.PROMOTING, 2, false);
                for (int i = 0; i < 200; i++) {
                    backup.channel.doWork();
                }
                assertFalse(backup.status.inboundComplete(), "the inbox is full");
                Steps.until("the backup is done", backup.status::inboundComplete, () -> backup.consume(1), backup);
                backup.consume(Integer.MAX_VALUE);
                assertEquals(20 * PER_FRAME, backup.executed.get());
            }
        }
    }

    @Test
    void shouldBeCompleteOnlyWhenTheWorkerHasMadeRoomAfterAReset() {
        fillThenEnd(30, RawPeer::reset); // 30 frames fit the inbound buffer: all are read when the reset comes
    }

    @Test
    void shouldBeCompleteOnlyWhenTheWorkerHasMadeRoomAndTheKernelIsEmptyAfterAnOrderlyEnd() {
        fillThenEnd(80, RawPeer::endOutput); // more than the inbound buffer holds
    }

    private static void fillThenEnd(int frames, Consumer<RawPeer> end) {
        TestNode.Options options = new TestNode.Options();
        options.inboxBytes = 4096;
        try (RawPrimary primary = new RawPrimary()) {
            options.peer = primary.address();
            try (TestNode backup = new TestNode(options);
                    RawPeer peer = primary.welcome(1, backup)) {
                sendFrames(peer, frames);
                for (int i = 0; i < 200; i++) {
                    backup.channel.doWork();
                }
                end.accept(peer);
                for (int i = 0; i < 200; i++) {
                    backup.channel.doWork();
                }
                assertFalse(backup.status.inboundComplete(), "the inbox is full");
                Steps.until("the backup is done", backup.status::inboundComplete, () -> backup.consume(3), backup);
                backup.consume(Integer.MAX_VALUE);
                assertEquals((long) frames * PER_FRAME, backup.executed.get());
            }
        }
    }

    @Test
    void shouldNotDialWhenPromoted() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            RawPeer peer = primary.accept(backup);
            backup.role(Role.PROMOTING, 2, false);
            peer.awaitEnd(backup);
            assertTrue(backup.status.inboundComplete());
            backup.role(Role.PRIMARY, 2, false);
            Steps.until("as primary it asks for epochs", () -> true, backup);
            assertEquals(Role.PRIMARY, primary.accept(backup).awaitHello(backup).role());
            peer.close();
        }
    }

    @Test
    void shouldTellThePrimaryWhenItHasDiverged() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            backup.role(Role.DIVERGED, 1, false);
            Steps.until("the primary knows", primary.status::peerDiverged, primary, backup);
            Steps.until("both have ended", () -> !primary.isStreaming() && !backup.isStreaming(), primary, backup);
            assertTrue(primary.status.lastProblem().contains("this backup has diverged"), primary.toString());
            assertTrue(backup.status.inboundComplete());
        }
    }

    @Test
    void shouldFenceThePrimaryWhenItsBackupIsPromoted() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            backup.role(Role.PROMOTING, 2, false);
            Steps.until("the old primary knows", () -> primary.status.highestEpochSeen() == 2, primary, backup);
            Steps.until("the backup is done", backup.status::inboundComplete, primary, backup);
        }
    }

    @Test
    void shouldSendTheBackupAwayAndGiveUpTheLogWhenThePrimaryGoesSolo() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            for (int i = 0; i < 10; i++) {
                primary.produce();
            }
            primary.role(Role.PRIMARY, 1, false);
            Steps.until(
                    "the log is empty",
                    () -> !primary.isStreaming() && primary.logRing.bytesHeld() == 0,
                    primary,
                    backup);
            assertEquals(10, primary.status.discardedRecords());
            Steps.until("the backup knows", () -> backup.status.lastProblem().contains("solo"), primary, backup);
        }
    }

    @Test
    void shouldSayGoodbyeWhenTheNodeStops() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            backup.channel.onClose();
            Steps.until("the primary knows", () -> !primary.isStreaming(), primary);
            assertTrue(primary.status.lastProblem().contains("the backup stops"), primary.toString());
        }
    }

    @Test
    void shouldEndTheConnectionWhenThePrimarySendsAMalformedFrame() {
        byte[] good = RawPeer.records(RECORDS, 0, PER_FRAME, 1);
        byte[] broken = good.clone();
        broken[good.length - 1] ^= 1;
        byte[][] bad = {
            broken,
            RawPeer.records(RECORDS, 1, PER_FRAME, 1),
            RawPeer.records(RECORDS, 0, PER_FRAME, 2),
            RawPeer.sealed(frame -> io.lockstep.replication.wire.Progress.heartbeat(frame, 0, 1, 5)),
            RawPeer.sealed(frame -> io.lockstep.replication.wire.Progress.heartbeat(frame, 0, 2, 0)),
            RawPeer.sealed(frame -> io.lockstep.replication.wire.Progress.ack(frame, 0, 0)),
            RawPeer.sealed(frame -> TestHello.of(java.util.UUID.randomUUID()).write(frame)),
        };
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            for (int i = 0; i < bad.length; i++) {
                try (RawPeer peer = primary.welcome(1, backup)) {
                    peer.sendRaw(bad[i]);
                    assertEquals(
                            NoticeCode.MALFORMED,
                            peer.awaitNotice(FrameType.GOODBYE, backup).code());
                    peer.awaitEnd(backup);
                    assertEquals(i + 1, backup.status.malformedFrames());
                }
            }
            assertEquals(0, backup.inbox.nextOrdinal(), "nothing of a bad frame reaches the inbox");
            try (RawPeer peer = primary.welcome(1, backup)) {
                peer.sendRaw(good);
                Steps.until("good records still come", () -> backup.consume(100) == PER_FRAME, backup);
            }
        }
    }

    @Test
    void shouldKnowThatThePrimaryWentOnWithoutItAlsoWhenItMissedTheGoodbye() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("the backup streams", backup::isStreaming, primary, backup);
            assertFalse(backup.status.leftBehind());
            primary.role(Role.PRIMARY, 1, false);
            Steps.until("the backup has heard the goodbye", backup.status::leftBehind, primary, backup);
            backup.status.leftBehind(false);
            Steps.until("the backup was refused", backup.status::leftBehind, primary, backup);
        }
    }

    @Test
    void shouldCountWhatAFencedPrimaryNeverGotAcknowledged() {
        try (TestNode primary = TestNode.primary()) {
            primary.produce();
            primary.produce();
            primary.role(Role.FENCED, 2, false);
            Steps.until("the log is given up", () -> primary.status.discardedRecords() == 2, primary);
        }
    }
}
