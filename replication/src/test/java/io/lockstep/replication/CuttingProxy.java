package io.lockstep.replication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A link that a test can cut: forwards bytes between a backup and its primary, and breaks after so many of them. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final InetSocketAddress target;
    private final ByteBuffer down = ByteBuffer.allocateDirect(16 << 10);
    private final ByteBuffer up = ByteBuffer.allocateDirect(16 << 10);
    private SocketChannel backup;
    private SocketChannel primary;
    private long bytesLeft = Long.MAX_VALUE;
    private int cuts;

    CuttingProxy(InetSocketAddress target) {
        this.target = target;
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

    /** The link breaks after so many more bytes towards the backup: a frame may be cut in the middle. */
    void cutAfter(long bytes) {
        bytesLeft = bytes;
    }

    int cuts() {
        return cuts;
    }

    /** Moves what there is. */
    void step() {
        try {
            accept();
            if (backup != null) {
                move();
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void accept() throws IOException {
        SocketChannel accepted = listener.accept();
        if (accepted != null) {
            closeBoth();
            backup = accepted;
            primary = SocketChannel.open(target);
            backup.configureBlocking(false);
            primary.configureBlocking(false);
            down.clear().flip();
            up.clear().flip();
        }
    }

    private void move() throws IOException {
        up.compact();
        boolean upEnded = backup.read(up) < 0;
        up.flip();
        primary.write(up);
        down.compact();
        down.limit((int) Math.min(down.capacity(), down.position() + bytesLeft));
        int bytes = down.hasRemaining() ? primary.read(down) : 0;
        bytesLeft -= Math.max(0, bytes);
        down.flip();
        backup.write(down);
        if (bytesLeft == 0 && !down.hasRemaining()) {
            bytesLeft = Long.MAX_VALUE;
            cuts++;
            cut();
        } else if (upEnded || bytes < 0) {
            closeBoth();
        }
    }

    /** Breaks the link with resets on both sides. */
    void cut() {
        try {
            if (backup != null) {
                backup.setOption(StandardSocketOptions.SO_LINGER, 0);
                primary.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            closeBoth();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeBoth() throws IOException {
        if (backup != null) {
            backup.close();
            primary.close();
            backup = null;
        }
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
