package io.lockstep.daemon.admin;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the admin socket on one thread of its own. Bounded in everything a client controls: the length of a line, the number
 * of clients, and the time that a silent one may stay. Clients of other users are turned away, root excepted; the file's mode
 * keeps them out already once it is set.
 */
public final class AdminServer implements AutoCloseable {
    static final int MAX_CLIENTS = 16;
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    private final Path path;
    private final AdminHandler handler;
    private final long idleTimeoutNs;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final UserPrincipal owner;
    private final Thread thread;
    private volatile boolean running = true;

    private AdminServer(Path path, AdminHandler handler, Duration idleTimeout, ServerSocketChannel server)
            throws IOException {
        this.path = path;
        this.handler = handler;
        this.idleTimeoutNs = idleTimeout.toNanos();
        this.server = server;
        this.owner = Files.getOwner(path);
        this.selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = Thread.ofPlatform().name("admin").daemon().unstarted(this::run);
    }

    /**
     * Listens at a path and serves from now on.
     *
     * @throws AdminException when another daemon does so already, or the path cannot be used
     */
    public static AdminServer open(Path path, AdminHandler handler) throws AdminException {
        return open(path, handler, IDLE_TIMEOUT);
    }

    static AdminServer open(Path path, AdminHandler handler, Duration idleTimeout) throws AdminException {
        ServerSocketChannel server = AdminSocket.listen(path);
        try {
            AdminServer opened = new AdminServer(path, handler, idleTimeout, server);
            opened.thread.start();
            return opened;
        } catch (IOException e) {
            AdminSocket.deleteQuietly(path);
            throw new AdminException(AdminException.Kind.FAILED, "cannot serve admin socket " + path + ": " + e, e);
        }
    }

    /** Stops, waits for the answer in progress, and removes the socket's file. */
    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        AdminSocket.deleteQuietly(path);
    }

    private void run() {
        try (selector;
                server) {
            while (running) {
                selector.select(idleTimeoutNs / 1_000_000 / 4 + 1);
                long nowNs = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    onReady(key, nowNs);
                }
                selector.selectedKeys().clear();
                closeIdle(nowNs); // the time before the answers: who had to wait for a slow one has not been idle
            }
            connections().forEach(AdminConnection::close);
        } catch (IOException | RuntimeException e) {
            LOG.error("the admin socket {} has failed: status and promote no longer work until a restart", path, e);
        }
    }

    private void onReady(SelectionKey key, long nowNs) throws IOException {
        if (key.attachment() instanceof AdminConnection connection) {
            connection.onReady(nowNs);
            return;
        }
        SocketChannel client = server.accept();
        if (client == null) {
            return;
        }
        if (connections().size() >= MAX_CLIENTS || !allowed(client)) {
            client.close();
            return;
        }
        client.configureBlocking(false);
        SelectionKey clientKey = client.register(selector, SelectionKey.OP_READ);
        clientKey.attach(new AdminConnection(client, clientKey, this::answer, nowNs));
    }

    private boolean allowed(SocketChannel client) {
        try {
            UserPrincipal user =
                    client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (user.equals(owner) || user.getName().equals("root")) {
                return true;
            }
            LOG.warn("turned user {} away from the admin socket {}", user.getName(), path);
        } catch (IOException e) {
            LOG.warn("turned a client away from the admin socket {}: its user is not known", path, e);
        }
        return false;
    }

    private byte[] answer(String line) {
        AdminRequest request;
        try {
            request = AdminProtocol.request(line);
        } catch (IOException e) {
            return AdminProtocol.failed(
                    "the request is not understood, expected a line such as {\"command\":\"status\"}");
        }
        try {
            return switch (request.command()) {
                case AdminRequest.STATUS -> AdminProtocol.ok(handler.status());
                case AdminRequest.PROMOTE -> AdminProtocol.ok(handler.promote(request.kind()));
                default ->
                    AdminProtocol.failed("unknown command \"" + request.command() + "\", expected "
                            + AdminRequest.STATUS + " or " + AdminRequest.PROMOTE);
            };
        } catch (RuntimeException e) {
            LOG.error("the admin command {} has failed", request.command(), e);
            return AdminProtocol.failed(request.command() + " has failed in the daemon (" + e + "); see its log");
        }
    }

    private void closeIdle(long nowNs) {
        for (AdminConnection connection : connections()) {
            if (nowNs - connection.lastActiveNs() > idleTimeoutNs) {
                connection.close();
            }
        }
    }

    private List<AdminConnection> connections() {
        List<AdminConnection> connections = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof AdminConnection connection) {
                connections.add(connection);
            }
        }
        return connections;
    }
}
