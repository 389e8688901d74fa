package io.lockstep.daemon.admin;

import io.lockstep.runtime.node.PromotionKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a daemon over its admin socket: one connection per question, bounded in time and size. */
public final class AdminClient {
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PROMOTE_TIMEOUT = Duration.ofSeconds(60);

    private final Path path;

    /** Makes a client; connects only when asked something. */
    public AdminClient(Path path) {
        this.path = path;
    }

    /** What the node is doing. */
    public NodeStatus status() throws AdminException {
        return AdminProtocol.read(NodeStatus.class, statusJson());
    }

    /** What the node is doing, as indented JSON; fields that this version does not know included. */
    public String statusJson() throws AdminException {
        return ask(new AdminRequest(AdminRequest.STATUS, null), STATUS_TIMEOUT);
    }

    /** Promotes the node. */
    public PromoteResult promote(PromotionKind kind) throws AdminException {
        return AdminProtocol.read(
                PromoteResult.class, ask(new AdminRequest(AdminRequest.PROMOTE, kind), PROMOTE_TIMEOUT));
    }

    private String ask(AdminRequest request, Duration timeout) throws AdminException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        try (SocketChannel channel = connect();
                Selector selector = Selector.open()) {
            ByteBuffer line = ByteBuffer.wrap(AdminProtocol.line(request));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return AdminProtocol.result(readLine(channel, selector, deadlineNs));
        } catch (IOException e) {
            throw new AdminException(
                    AdminException.Kind.NOT_REACHABLE, "the daemon at " + path + " broke the connection off: " + e, e);
        }
    }

    private SocketChannel connect() throws AdminException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            throw new AdminException(AdminException.Kind.NOT_REACHABLE, whyNot(e), e);
        }
    }

    private String whyNot(IOException e) {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return "no daemon at " + path
                    + ": there is no such socket; is the daemon running, and with this configuration?";
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(path)) {
            return "no permission for " + path + ": run this as the user that runs the daemon, or as root";
        }
        return "no daemon at " + path + ": nobody listens there (" + e.getMessage()
                + "); the daemon has ended without removing its socket, start it again";
    }

    private String readLine(SocketChannel channel, Selector selector, long deadlineNs)
            throws IOException, AdminException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(65536);
        while (line.size() < AdminProtocol.MAX_RESPONSE_BYTES) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0 || (selector.select(leftMs) == 0 && System.nanoTime() >= deadlineNs)) {
                throw new AdminException(
                        AdminException.Kind.FAILED, "the daemon at " + path + " does not answer; see its log");
            }
            selector.selectedKeys().clear();
            if (channel.read(buffer.clear()) < 0) {
                throw new IOException("closed before the answer was complete");
            }
            line.write(buffer.array(), 0, buffer.position());
            byte[] read = buffer.array();
            if (buffer.position() > 0 && read[buffer.position() - 1] == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
        }
        throw new AdminException(
                AdminException.Kind.FAILED, "the daemon's answer has no end; is its version another one?");
    }
}
