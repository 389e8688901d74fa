package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.FrameType;
import io.lockstep.runtime.role.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, section "Strangers". Each test: a live pair, a stranger, and the pair goes on undisturbed. */
class StrangerTest {
    private interface Attack {
        void on(TestNode primary, TestNode backup);
    }

    private static void attack(NanoClock clock, Attack attack) {
        TestNode.Options options = new TestNode.Options();
        options.clock = clock;
        options.role = Role.PRIMARY;
        try (TestNode primary = new TestNode(options)) {
            TestNode.Options other = new TestNode.Options();
            other.clock = clock;
            other.peer = primary.address();
            try (TestNode backup = new TestNode(other)) {
                Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
                attack.on(primary, backup);
                HandshakeTest.assertStillStreams(primary, backup);
            }
        }
    }

    private static void assertThrownOut(byte[] bytes) {
        attack(System::nanoTime, (primary, backup) -> {
            for (TestNode node : List.of(primary, backup)) {
                try (RawPeer stranger = RawPeer.connect(node.address())) {
                    stranger.sendRaw(bytes);
                    stranger.awaitEnd(primary, backup);
                    assertEquals(1, node.status.malformedFrames());
                }
            }
        });
    }

    @Test
    void shouldThrowOutRubbish() {
        byte[] rubbish = new byte[100_000];
        new SplittableRandom(1).nextBytes(rubbish);
        assertThrownOut(rubbish);
    }

    @Test
    void shouldThrowOutAnHttpClient() {
        assertThrownOut("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldThrowOutALengthOutOfBoundsWithoutWaitingForIt() {
        byte[] hello = RawPeer.sealed(frame -> TestHello.of(UUID.randomUUID()).write(frame));
        byte[] header = new byte[FrameHeader.BYTES];
        System.arraycopy(hello, 0, header, 0, header.length);
        header[3] = 0x7f;
        assertThrownOut(header);
    }

    @Test
    void shouldThrowOutAHelloWithAWrongChecksum() {
        byte[] hello = RawPeer.sealed(frame -> TestHello.of(UUID.randomUUID()).write(frame));
        hello[hello.length - 1] ^= 1;
        assertThrownOut(hello);
    }

    @Test
    void shouldThrowOutWhoSendsRecordsFirst() {
        assertThrownOut(RawPeer.records(new TestRecords(1, 100), 0, 10, 1));
    }

    @Test
    void shouldThrowOutWhoTakesTooLong() {
        ManualClock clock = new ManualClock();
        attack(clock, (primary, backup) -> {
            byte[] hello =
                    RawPeer.sealed(frame -> TestHello.of(UUID.randomUUID()).write(frame));
            try (RawPeer slow = RawPeer.connect(primary.address())) {
                Steps.until(
                        "the stranger is accepted", () -> primary.channel.pendingHandshakes() == 1, primary, backup);
                for (int i = 0; !slow.isEnded(); i++) {
                    assertTrue(i < hello.length, "one byte each 100 ms was borne for " + 100 * i + " ms");
                    slow.sendRaw(new byte[] {hello[i]});
                    clock.advanceMs(100);
                    Steps.until(
                            "heartbeats keep the pair together",
                            () -> primary.status.lastHeardNs() == clock.nanoTime()
                                    && backup.status.lastHeardNs() == clock.nanoTime(),
                            primary,
                            backup);
                }
                assertEquals(1, primary.status.refusedConnections());
                assertTrue(primary.status.lastProblem().contains("did not say HELLO"), primary.toString());
            }
        });
    }

    @Test
    void shouldLetTheOldestGiveWayWhenManyConnectAndStayReachable() {
        attack(System::nanoTime, (primary, backup) -> {
            List<RawPeer> flood = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                flood.add(RawPeer.connect(primary.address()));
                primary.channel.doWork();
                assertTrue(primary.channel.pendingHandshakes() <= 4, "pending handshakes");
            }
            Steps.until("all but four gave way", () -> primary.status.refusedConnections() == 36, primary, backup);
            try (RawPeer honest = RawPeer.connect(primary.address())) {
                honest.send(frame -> TestHello.of(UUID.randomUUID()).write(frame));
                honest.await(FrameType.REFUSE, primary, backup);
            }
            flood.forEach(RawPeer::close);
        });
    }

    @Test
    void shouldCountWhoConnectsAndHangsUp() {
        attack(System::nanoTime, (primary, backup) -> {
            RawPeer.connect(primary.address()).reset();
            Steps.until("it is counted", () -> primary.status.refusedConnections() == 1, primary, backup);
        });
    }

    @Test
    void shouldEndAStreamWhoseBackupSendsRubbish() {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        try (TestNode primary = new TestNode(options)) {
            UUID node = UUID.randomUUID();
            List<byte[]> bad = List.of(
                    RawPeer.sealed(frame -> io.lockstep.replication.wire.Progress.ack(frame, 0, 1)),
                    RawPeer.sealed(frame -> io.lockstep.replication.wire.Progress.ack(frame, 0, -1)),
                    RawPeer.sealed(frame -> io.lockstep.replication.wire.Progress.heartbeat(frame, 0, 9, 0)),
                    RawPeer.sealed(frame -> TestHello.of(node).write(frame)),
                    new byte[64]);
            for (int i = 0; i < bad.size(); i++) {
                try (RawPeer peer = RawPeer.connect(primary.address())) {
                    peer.send(frame -> TestHello.of(node).write(frame));
                    peer.awaitWelcome(primary);
                    peer.sendRaw(bad.get(i));
                    var notice = peer.awaitNotice(FrameType.GOODBYE, primary);
                    assertEquals(io.lockstep.replication.wire.NoticeCode.MALFORMED, notice.code());
                    peer.awaitEnd(primary);
                    assertEquals(i + 1, primary.status.malformedFrames());
                }
            }
            assertEquals(0, primary.log.acknowledgedOrdinal());
        }
    }
}
