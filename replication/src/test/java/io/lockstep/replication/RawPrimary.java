package io.lockstep.replication;

import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.Welcome;
import io.lockstep.runtime.replication.PairSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.UUID;

/** A primary played by the test byte by byte. */
final class RawPrimary implements AutoCloseable {
    final UUID nodeId = UUID.randomUUID();
    final PairSession.Bound session = new PairSession.Bound(UUID.randomUUID(), 7);
    private final ServerSocketChannel listener;

    RawPrimary() {
        try {
            listener = ServerSocketChannel.open().bind(TestNode.loopback(0));
            listener.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) listener.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns the node's duty cycles until it has dialled. */
    RawPeer accept(TestNode... nodes) {
        SocketChannel[] accepted = new SocketChannel[1];
        Steps.until(
                "the backup dials",
                () -> {
                    try {
                        accepted[0] = listener.accept();
                        return accepted[0] != null;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                nodes);
        return new RawPeer(accepted[0], 0);
    }

    /** Accepts, hears the HELLO and welcomes the backup; returns when it streams. */
    RawPeer welcome(long epoch, TestNode backup) {
        RawPeer peer = accept(backup);
        Hello hello = peer.awaitHello(backup);
        peer.consume();
        peer.send(frame -> new Welcome(nodeId, session, epoch, hello.nextOrdinal()).write(frame, 0));
        Steps.until("the backup streams", backup::isStreaming, backup);
        return peer;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
