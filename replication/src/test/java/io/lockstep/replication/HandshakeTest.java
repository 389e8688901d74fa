package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.replication.wire.Progress;
import io.lockstep.replication.wire.Welcome;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, sections "Handshake", "What the dialled node checks" and "Codes". */
class HandshakeTest {
    private static final PairIdentity OTHER_IDENTITY = new PairIdentity(
            List.of(new PairIdentity.Entry("workers", "1"), new PairIdentity.Entry("nat config digest", "beef")));

    private static Notice refusal(TestNode node, Consumer<ByteBuf> hello) {
        long refused = node.status.refusedConnections();
        try (RawPeer peer = RawPeer.connect(node.address())) {
            peer.send(hello);
            Notice notice = peer.awaitNotice(FrameType.REFUSE, node);
            peer.awaitEnd(node);
            assertEquals(refused + 1, node.status.refusedConnections());
            assertTrue(node.status.lastProblem().contains(notice.text()), node.toString());
            return notice;
        }
    }

    private static void assertRefused(NoticeCode code, String text, Notice notice) {
        assertEquals(code, notice.code(), notice.toString());
        assertTrue(notice.text().contains(text), notice.text());
    }

    @Test
    void shouldWelcomeAFreshBackup() {
        try (TestNode primary = TestNode.primary();
                RawPeer peer = RawPeer.connect(primary.address())) {
            UUID node = UUID.randomUUID();
            peer.send(frame -> TestHello.of(node).write(frame));
            Welcome welcome = peer.awaitWelcome(primary);
            assertEquals(primary.session.nodeId(), welcome.nodeId());
            assertEquals(primary.session.get(), welcome.session());
            assertEquals(1, welcome.epoch());
            assertEquals(0, welcome.nextOrdinal());
            assertEquals(node, primary.status.peerNodeId());
        }
    }

    @Test
    void shouldRefuseBadMagic() {
        try (TestNode primary = TestNode.primary()) {
            assertRefused(NoticeCode.BAD_MAGIC, "magic", refusal(primary, frame -> {
                TestHello.of(UUID.randomUUID()).write(frame);
                frame.setByte(12, 'X');
            }));
        }
    }

    @Test
    void shouldRefuseAnotherVersionAndNameBoth() {
        try (TestNode primary = TestNode.primary()) {
            assertRefused(
                    NoticeCode.VERSION,
                    "this node speaks replication protocol version 1, the dialler speaks 2",
                    refusal(primary, frame -> {
                        TestHello.of(UUID.randomUUID()).write(frame);
                        frame.setByte(5, 2);
                    }));
        }
    }

    @Test
    void shouldRefuseAnotherWorker() {
        try (TestNode primary = TestNode.primary()) {
            assertRefused(
                    NoticeCode.WRONG_WORKER,
                    "channel of worker 0, the dialler is worker 5",
                    refusal(
                            primary,
                            frame -> TestHello.of(UUID.randomUUID(), Role.BACKUP, 1, 5, TestNode.IDENTITY)
                                    .write(frame)));
        }
    }

    @Test
    void shouldRefuseWhenThisNodeIsNoPrimary() {
        try (TestNode backup = TestNode.backupOf(TestNode.NOWHERE)) {
            for (Role role : List.of(Role.BACKUP, Role.PROMOTING, Role.FENCED, Role.DIVERGED)) {
                backup.role(role, 3, false);
                Notice notice =
                        refusal(backup, frame -> TestHello.of(UUID.randomUUID()).write(frame));
                assertRefused(NoticeCode.NOT_PRIMARY, "this node is " + role, notice);
                assertEquals(role, notice.role());
                assertEquals(3, notice.epoch());
            }
        }
    }

    @Test
    void shouldRefuseABackupOfAHigherEpochAndRecordIt() {
        try (TestNode primary = TestNode.primary()) {
            Notice notice = refusal(
                    primary,
                    frame -> TestHello.of(UUID.randomUUID(), Role.BACKUP, 9, 0, TestNode.IDENTITY)
                            .write(frame));
            assertRefused(NoticeCode.STALE_EPOCH, "of epoch 1 and epoch 9 has been seen", notice);
            assertEquals(9, primary.status.freshBackupEpoch(), "it has no state, so it is no rival");
            assertEquals(0, primary.status.highestEpochSeen());
            assertRefused(
                    NoticeCode.STALE_EPOCH,
                    "stale",
                    refusal(primary, frame -> TestHello.of(UUID.randomUUID()).write(frame)));
        }
    }

    @Test
    void shouldNotBelieveTheEpochOfANodeThatIsNotOfThisPair() {
        try (TestNode primary = TestNode.primary()) {
            assertRefused(
                    NoticeCode.IDENTITY,
                    "nat config digest is cafe here and beef on the peer",
                    refusal(
                            primary,
                            frame -> TestHello.of(UUID.randomUUID(), Role.BACKUP, 9, 0, OTHER_IDENTITY)
                                    .write(frame)));
            assertEquals(0, primary.status.highestEpochSeen());
        }
    }

    @Test
    void shouldRefuseAnotherIdentityAndNameTheDifference() {
        try (TestNode primary = TestNode.primary()) {
            assertRefused(
                    NoticeCode.IDENTITY,
                    "nat config digest is cafe here and beef on the peer",
                    refusal(
                            primary,
                            frame -> TestHello.of(UUID.randomUUID(), Role.BACKUP, 1, 0, OTHER_IDENTITY)
                                    .write(frame)));
        }
    }

    @Test
    void shouldRefuseASecondBackupAndKeepTheFirst() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            assertRefused(
                    NoticeCode.SECOND_BACKUP,
                    "backup " + backup.session.nodeId() + " is attached",
                    refusal(primary, frame -> TestHello.of(UUID.randomUUID()).write(frame)));
            assertStillStreams(primary, backup);
        }
    }

    static void assertStillStreams(TestNode primary, TestNode backup) {
        long before = backup.executed.get();
        Steps.until(
                "the live pair goes on",
                () -> primary.log.acknowledgedOrdinal() >= before + 100,
                () -> {
                    primary.produce();
                    backup.consume(10);
                },
                primary,
                backup);
        assertEquals(1, primary.status.connections());
        assertEquals(1, backup.status.connections());
    }

    @Test
    void shouldRefuseASecondBackupThatDialsAnotherWorker() {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        try (TestNode first = new TestNode(options)) {
            options.worker = 1;
            try (TestNode second = new TestNode(options);
                    RawPeer peer = RawPeer.connect(first.address())) {
                peer.send(frame -> TestHello.of(UUID.randomUUID()).write(frame));
                peer.awaitWelcome(first);
                assertRefused(
                        NoticeCode.SECOND_BACKUP,
                        "another backup is attached to a worker of this primary",
                        refusal(
                                second,
                                frame -> TestHello.of(UUID.randomUUID(), Role.BACKUP, 1, 1, TestNode.IDENTITY)
                                        .write(frame)));
            }
        }
    }

    @Test
    void shouldRefuseABackupOfAnotherSession() {
        try (TestNode primary = TestNode.primary()) {
            PairSession.Bound other = new PairSession.Bound(UUID.randomUUID(), 1);
            assertRefused(
                    NoticeCode.OTHER_SESSION,
                    "this primary started anew and lacks the state the backup holds",
                    refusal(
                            primary,
                            frame ->
                                    TestHello.bound(UUID.randomUUID(), other, 5).write(frame)));
        }
    }

    @Test
    void shouldRefuseWhenThePrimaryWentSolo() {
        try (TestNode primary = TestNode.primary()) {
            primary.role(Role.PRIMARY, 1, false);
            assertRefused(
                    NoticeCode.NEEDS_TRANSFER,
                    "this primary takes no backup",
                    refusal(primary, frame -> TestHello.of(UUID.randomUUID()).write(frame)));
        }
    }

    @Test
    void shouldRefuseWhenTheWantedRecordIsNotInTheLog() {
        try (TestNode primary = TestNode.primary()) {
            UUID node = UUID.randomUUID();
            assertRefused(
                    NoticeCode.NEEDS_TRANSFER,
                    "record 5 is wanted and the log has records 0 to 0",
                    refusal(
                            primary,
                            frame -> TestHello.bound(node, primary.session.get(), 5)
                                    .write(frame)));
            try (RawPeer peer = RawPeer.connect(primary.address())) {
                primary.produce();
                peer.send(frame -> TestHello.of(node).write(frame));
                peer.await(FrameType.RECORDS, primary);
                peer.send(frame -> Progress.ack(frame, 0, 1));
                Steps.until("record 0 is freed", () -> primary.log.acknowledgedOrdinal() == 1, primary);
            }
            Steps.until("the backup is gone", () -> !primary.isStreaming(), primary);
            assertRefused(
                    NoticeCode.NEEDS_TRANSFER,
                    "another backup has executed records of this session",
                    refusal(primary, frame -> TestHello.of(UUID.randomUUID()).write(frame)));
            assertRefused(
                    NoticeCode.NEEDS_TRANSFER,
                    "record 0 is wanted and the log has records 1 to 1",
                    refusal(
                            primary,
                            frame -> TestHello.bound(node, primary.session.get(), 0)
                                    .write(frame)));
        }
    }

    @Test
    void shouldRefuseAHelloThatAsksForTheImpossible() {
        try (TestNode primary = TestNode.primary()) {
            assertRefused(
                    NoticeCode.MALFORMED_HELLO,
                    "a backup without a session asks for record 5, expected 0",
                    refusal(primary, frame -> {
                        TestHello.of(UUID.randomUUID()).write(frame);
                        frame.setLongLE(64, 5);
                    }));
            assertRefused(NoticeCode.MALFORMED_HELLO, "role 77, expected 1 to 5", refusal(primary, frame -> {
                TestHello.of(UUID.randomUUID()).write(frame);
                frame.setByte(20, 77);
            }));
            assertEquals(1, primary.status.malformedFrames());
        }
    }

    @Test
    void shouldTellTheBackupsOperatorWhyItIsRefused() {
        TestNode.Options options = new TestNode.Options();
        options.identity = OTHER_IDENTITY;
        try (TestNode primary = TestNode.primary()) {
            options.peer = primary.address();
            try (TestNode backup = new TestNode(options)) {
                Steps.until(
                        "the backup knows",
                        () -> backup.status
                                .lastProblem()
                                .contains("nat config digest is cafe here and beef on the peer"),
                        primary,
                        backup);
                assertFalse(backup.isStreaming());
                assertNull(backup.session.get());
                assertTrue(backup.status.inboundComplete());
                Steps.until("it tries again", () -> primary.status.refusedConnections() > 2, primary, backup);
            }
        }
    }

    @Test
    void shouldAdoptTheEpochOfThePrimary() {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        options.epoch = 6;
        try (TestNode primary = new TestNode(options);
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            assertEquals(6, backup.status.highestEpochSeen());
            backup.role(Role.BACKUP, 6, false); // what the conductor does
            assertStillStreams(primary, backup);
        }
    }

    @Test
    void shouldLeaveAPrimaryOfAnotherSession() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            backup.session.bind(new PairSession.Bound(UUID.randomUUID(), 3));
            try (RawPeer peer = primary.accept(backup)) {
                peer.awaitHello(backup);
                peer.consume();
                peer.send(frame -> new Welcome(primary.nodeId, primary.session, 1, 0).write(frame, 0));
                peer.awaitEnd(backup);
            }
            assertTrue(
                    backup.status.lastProblem().contains("this backup holds the state of another"), backup.toString());
            assertEquals(0, backup.status.connections());
        }
    }

    @Test
    void shouldLeaveAStalePrimary() {
        try (RawPrimary primary = new RawPrimary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            backup.role(Role.BACKUP, 5, false);
            try (RawPeer peer = primary.accept(backup)) {
                assertEquals(5, peer.awaitHello(backup).epoch());
                peer.consume();
                peer.send(frame -> new Welcome(primary.nodeId, primary.session, 4, 0).write(frame, 0));
                peer.awaitEnd(backup);
            }
            assertTrue(backup.status.lastProblem().contains("the primary is stale"), backup.toString());
            try (RawPeer peer = primary.welcome(5, backup)) {
                backup.role(Role.BACKUP, 6, false);
                assertEquals(
                        NoticeCode.STALE_EPOCH,
                        peer.awaitNotice(FrameType.GOODBYE, backup).code());
                peer.awaitEnd(backup);
            }
        }
    }

    @Test
    void shouldRefuseAnIdentityThatCanNeverBeSent() {
        TestNode.Options options = new TestNode.Options();
        options.identity = new PairIdentity(
                java.util.Collections.nCopies(200, new PairIdentity.Entry("€".repeat(100), "€".repeat(100))));
        assertThrows(IllegalArgumentException.class, () -> new TestNode(options));
    }

    @Test
    void shouldSendNoRecordToASecondBackupThatTheFirstMayHaveReleased() {
        try (TestNode primary = TestNode.primary()) {
            try (RawPeer first = RawPeer.connect(primary.address())) {
                primary.produce();
                first.send(frame -> TestHello.of(UUID.randomUUID()).write(frame));
                first.await(FrameType.RECORDS, primary); // it releases, and dies before it acknowledges
            }
            Steps.until("the backup is gone", () -> !primary.isStreaming(), primary);
            assertRefused(
                    NoticeCode.NEEDS_TRANSFER,
                    "another backup has executed records of this session",
                    refusal(primary, frame -> TestHello.of(UUID.randomUUID()).write(frame)));
        }
    }
}
