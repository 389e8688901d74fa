package io.lockstep.daemon.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.node.PromotionKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static final class FakeNode implements AdminHandler {
        private final List<PromotionKind> promotions = new ArrayList<>();

        @Override
        public NodeStatus status() {
            return AdminSamples.status("backup", "protected");
        }

        @Override
        public PromoteResult promote(PromotionKind kind) {
            promotions.add(kind);
            if (kind == PromotionKind.TAKEOVER) {
                throw new IllegalStateException("the primary is connected");
            }
            return new PromoteResult(true, "promoted", 8, 1, 2);
        }
    }

    @Test
    void shouldAnswerStatusAndPromoteWithEveryField() throws Exception {
        Path socket = folder.resolve("a.sock");
        FakeNode node = new FakeNode();
        try (AdminServer _ = AdminServer.open(socket, node)) {
            AdminClient client = new AdminClient(socket);

            assertEquals(AdminSamples.status("backup", "protected"), client.status());
            assertEquals(new PromoteResult(true, "promoted", 8, 1, 2), client.promote(PromotionKind.FORCED));
            AdminException e = assertThrows(AdminException.class, () -> client.promote(PromotionKind.TAKEOVER));
            assertEquals(AdminException.Kind.FAILED, e.kind());
            assertTrue(e.getMessage().contains("the primary is connected"), e.getMessage());
            assertEquals(List.of(PromotionKind.FORCED, PromotionKind.TAKEOVER), node.promotions);
        }
        assertFalse(Files.exists(socket), "the socket's file is removed");
    }

    @Test
    void shouldBeForItsOwnerOnly() throws Exception {
        Path socket = folder.resolve("run/lockstep/a.sock");
        try (AdminServer _ = AdminServer.open(socket, new FakeNode())) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
        }
    }

    @Test
    void shouldLeaveThePermissionsOfAnExistingFolderAlone() throws Exception {
        Path existing = Files.createDirectory(
                folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        try (AdminServer _ = AdminServer.open(existing.resolve("a.sock"), new FakeNode())) {
            assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(existing)));
        }
    }

    @Test
    void shouldReplaceTheSocketOfADeadDaemon() throws Exception {
        Path socket = folder.resolve("a.sock");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket));
        dead.close();
        assertTrue(Files.exists(socket), "a closed socket leaves its file");

        try (AdminServer _ = AdminServer.open(socket, new FakeNode())) {
            assertEquals("node-a", new AdminClient(socket).status().name());
        }
    }

    @Test
    void shouldNotReplaceALivingDaemonOrAFile() throws Exception {
        Path socket = folder.resolve("a.sock");
        try (AdminServer _ = AdminServer.open(socket, new FakeNode())) {
            AdminException e = assertThrows(AdminException.class, () -> AdminServer.open(socket, new FakeNode()));
            assertEquals(
                    "a daemon named node-a is already running at " + socket
                            + "; stop it, or give this node another name or node.admin-socket",
                    e.getMessage());
            assertEquals("node-a", new AdminClient(socket).status().name(), "the first goes on");
        }
        Path file = Files.writeString(folder.resolve("file"), "precious");
        AdminException e = assertThrows(AdminException.class, () -> AdminServer.open(file, new FakeNode()));
        assertEquals(
                "admin socket " + file + ": a file that is not a socket is there; remove it or set node.admin-socket",
                e.getMessage());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void shouldSayWhyItCannotListen() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        AdminException e =
                assertThrows(AdminException.class, () -> AdminServer.open(file.resolve("a.sock"), new FakeNode()));

        assertTrue(e.getMessage().startsWith("cannot listen at admin socket " + file + "/a.sock: "), e.getMessage());
    }

    @Test
    void shouldAnswerBadRequestsAndGoOn() throws Exception {
        Path socket = folder.resolve("a.sock");
        try (AdminServer _ = AdminServer.open(socket, new FakeNode());
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String notUnderstood =
                    "{\"ok\":false,\"message\":\"the request is not understood, expected a line such as {\\\"command\\\":\\\"status\\\"}\"}";
            assertEquals(notUnderstood, ask(client, "rubbish"));
            assertEquals(notUnderstood, ask(client, "[]"));
            assertEquals(notUnderstood, ask(client, ""));
            assertEquals(notUnderstood, ask(client, "{\"command\":5}"));
            assertEquals(notUnderstood, ask(client, "{".repeat(2000)));
            assertEquals(
                    "{\"ok\":false,\"message\":\"unknown command \\\"stop\\\", expected status or promote\"}",
                    ask(client, "{\"command\":\"stop\"}"));
            assertTrue(ask(client, "{\"command\":\"status\"}").contains("\"name\":\"node-a\""));
        }
    }

    @Test
    void shouldAnswerSeveralLinesOfOneWriteAndALineOfSeveralWrites() throws Exception {
        Path socket = folder.resolve("a.sock");
        try (AdminServer _ = AdminServer.open(socket, new FakeNode());
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(client, "{\"command\":\"status\"}\nx\n{\"comm");
            assertTrue(readLine(client).startsWith("{\"ok\":true"));
            assertTrue(readLine(client).startsWith("{\"ok\":false"));
            write(client, "and\":\"status\"}\n");
            assertTrue(readLine(client).startsWith("{\"ok\":true"));
        }
    }

    @Test
    void shouldEndAConnectionWhoseLineIsTooLong() throws Exception {
        Path socket = folder.resolve("a.sock");
        try (AdminServer _ = AdminServer.open(socket, new FakeNode());
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(client, "x".repeat(AdminProtocol.MAX_REQUEST_BYTES));

            assertEquals(
                    "{\"ok\":false,\"message\":\"the request is longer than 4096 bytes, expected one line of JSON\"}",
                    readLine(client));
            assertEquals("", readLine(client), "closed");
        }
    }

    @Test
    void shouldEndAnIdleConnection() throws Exception {
        Path socket = folder.resolve("a.sock");
        try (AdminServer _ = AdminServer.open(socket, new FakeNode(), Duration.ofMillis(50));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(client, "{\"comm");

            assertEquals("", readLine(client), "closed");
        }
    }

    @Test
    void shouldTurnAwayMoreClientsThanItServes() throws Exception {
        Path socket = folder.resolve("a.sock");
        List<SocketChannel> clients = new ArrayList<>();
        try (AdminServer _ = AdminServer.open(socket, new FakeNode())) {
            for (int i = 0; i < AdminServer.MAX_CLIENTS; i++) {
                clients.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
                assertTrue(ask(clients.getLast(), "{\"command\":\"status\"}").startsWith("{\"ok\":true"));
            }
            try (SocketChannel tooMany = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                assertEquals("", readLine(tooMany), "closed");
            }
            clients.removeLast().close();
            assertTrue(ask(clients.getFirst(), "{\"command\":\"status\"}").startsWith("{\"ok\":true"));
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldTellTheClientWhyThereIsNoDaemon() throws Exception {
        Path socket = folder.resolve("a.sock");
        AdminException missing = assertThrows(AdminException.class, () -> new AdminClient(socket).status());
        assertEquals(
                "no daemon at " + socket
                        + ": there is no such socket; is the daemon running, and with this configuration?",
                missing.getMessage());

        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket));
        dead.close();
        AdminException left = assertThrows(AdminException.class, () -> new AdminClient(socket).status());
        assertEquals(
                "no daemon at " + socket + ": nobody listens there (Connection refused); the daemon has ended without"
                        + " removing its socket, start it again",
                left.getMessage());
        assertEquals(AdminException.Kind.NOT_REACHABLE, left.kind());
    }

    private static String ask(SocketChannel client, String line) throws IOException {
        write(client, line + "\n");
        return readLine(client);
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    /** The next line without its end; empty when the server has closed the connection. */
    private static String readLine(SocketChannel client) {
        return assertTimeoutPreemptively(PATIENCE, () -> {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (true) {
                try {
                    if (client.read(one.clear()) < 0 || one.get(0) == '\n') {
                        return line.toString(StandardCharsets.UTF_8);
                    }
                } catch (IOException e) {
                    return line.toString(StandardCharsets.UTF_8); // reset: closed with unread bytes
                }
                line.write(one.get(0));
            }
        });
    }
}
