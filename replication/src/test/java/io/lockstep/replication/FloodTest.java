package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.runtime.role.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, section "Strangers": many at once, and the pair's own backup among them. */
class FloodTest {
    private static final int AT_ONCE = 12; // more than there are places, fewer than the listener's backlog
    private static final int MOST_PENDING = 4 + 2 * 16; // who has come in the last two runs is heard first
    private static final byte[] FOREIGN_HELLO =
            RawPeer.sealed(frame -> TestHello.of(UUID.randomUUID()).write(frame));

    /** Strangers who come by the dozen before each duty cycle, say something or nothing, and stay until they are thrown out. */
    private static final class Flood implements AutoCloseable {
        private final Deque<SocketChannel> strangers = new ArrayDeque<>();
        private final TestNode target;
        private final byte[] words;

        Flood(TestNode target, byte[] words) {
            this.target = target;
            this.words = words;
        }

        void surge() {
            try {
                for (int i = 0; i < AT_ONCE; i++) {
                    strangers.add(connect());
                }
                while (strangers.size() > 4 * AT_ONCE) {
                    strangers.remove().close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertTrue(target.channel.pendingHandshakes() <= MOST_PENDING, target::toString);
        }

        /** Without waiting: a full backlog drops who comes. */
        private SocketChannel connect() throws IOException {
            SocketChannel stranger = SocketChannel.open();
            stranger.configureBlocking(false);
            if (stranger.connect(target.address())) {
                stranger.write(ByteBuffer.wrap(words));
            }
            return stranger;
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void shouldLetTheBackupInWhenStrangersConnectWithoutEnd() throws IOException {
        assertBackupGetsIn(new byte[0]);
    }

    @Test
    void shouldLetTheBackupInWhenStrangersSayHelloWithoutEnd() throws IOException {
        assertBackupGetsIn(FOREIGN_HELLO);
    }

    /** It comes while a surge waits in the backlog before and behind it, in the same duty cycle. */
    private static void assertBackupGetsIn(byte[] words) throws IOException {
        try (TestNode primary = TestNode.primary();
                Flood flood = new Flood(primary, words);
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until(
                    "the backup gets in through the flood",
                    () -> primary.isStreaming() && backup.isStreaming(),
                    flood::surge,
                    backup,
                    primary);
            assertEquals(1, backup.status.connections(), backup::toString);
            HandshakeTest.assertStillStreams(primary, backup);
        }
    }

    @Test
    void shouldLetTheBackupBackInWhenItComesBackDuringAFlood() throws IOException {
        try (TestNode primary = TestNode.primary();
                Flood flood = new Flood(primary, FOREIGN_HELLO)) {
            TestNode.Options options = new TestNode.Options();
            options.peer = primary.address();
            try (TestNode backup = new TestNode(options)) {
                Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            }
            try (TestNode again = new TestNode(options)) { // the same node, with the state that it had
                Steps.until(
                        "the backup comes back through the flood",
                        () -> primary.isStreaming() && again.isStreaming(),
                        flood::surge,
                        again,
                        primary);
                assertEquals(2, primary.status.connections(), primary::toString);
            }
        }
    }

    @Test
    void shouldRefuseEachCompleteHelloOfAFloodAndHoldNothing() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            long startNs = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                try (RawPeer stranger = RawPeer.connect(primary.address())) {
                    stranger.sendRaw(FOREIGN_HELLO);
                    assertEquals(
                            NoticeCode.SECOND_BACKUP,
                            stranger.awaitNotice(FrameType.REFUSE, primary, backup)
                                    .code());
                    stranger.awaitEnd(primary, backup);
                }
            }
            assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(20), "200 refusals");
            assertEquals(200, primary.status.refusedConnections());
            assertEquals(0, primary.channel.pendingHandshakes());
            assertEquals(1, primary.status.connections());
            HandshakeTest.assertStillStreams(primary, backup);
        }
    }

    /** Bytes that drip keep nobody's place for longer than the handshake timeout, however many do it. */
    @Test
    void shouldThrowOutEveryoneWhoDripsWhileABackupIsAttached() {
        ManualClock clock = new ManualClock();
        TestNode.Options options = new TestNode.Options();
        options.clock = clock;
        options.role = Role.PRIMARY;
        try (TestNode primary = new TestNode(options)) {
            options = new TestNode.Options();
            options.clock = clock;
            options.peer = primary.address();
            try (TestNode backup = new TestNode(options)) {
                Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
                RawPeer[] slow = new RawPeer[4];
                for (int i = 0; i < slow.length; i++) {
                    slow[i] = RawPeer.connect(primary.address());
                }
                Steps.until("all wait", () -> primary.channel.pendingHandshakes() == 4, primary, backup);
                for (int i = 0; i < 25; i++) {
                    for (RawPeer peer : slow) {
                        peer.sendRaw(new byte[] {FOREIGN_HELLO[i]});
                    }
                    clock.advanceMs(100);
                    Steps.until(
                            "heartbeats keep the pair together",
                            () -> primary.status.lastHeardNs() == clock.nanoTime()
                                    && backup.status.lastHeardNs() == clock.nanoTime(),
                            primary,
                            backup);
                }
                assertEquals(0, primary.channel.pendingHandshakes());
                assertEquals(4, primary.status.refusedConnections());
                HandshakeTest.assertStillStreams(primary, backup);
                for (RawPeer peer : slow) {
                    peer.close();
                }
            }
        }
    }
}
