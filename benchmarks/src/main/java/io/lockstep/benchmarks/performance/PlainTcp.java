package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** What loopback TCP gives two threads that do nothing but write and read, never blocking, with the system's buffer sizes. */
final class PlainTcp implements ByteStream {
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final SocketChannel sender;
    private final SocketChannel receiver;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sendingNs = new AtomicLong();

    /** Connects; each write offers so many bytes. */
    PlainTcp(int writeBytes) throws IOException {
        out = ByteBuffer.allocateDirect(writeBytes);
        in = ByteBuffer.allocateDirect(writeBytes);
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1)) {
            sender = SocketChannel.open(server.getLocalAddress());
            receiver = server.accept();
        }
        for (SocketChannel end : new SocketChannel[] {sender, receiver}) {
            end.setOption(StandardSocketOptions.TCP_NODELAY, true);
            end.configureBlocking(false);
        }
    }

    @Override
    public void openSender() {}

    @Override
    public void send() throws IOException {
        long fromNs = System.nanoTime();
        if (sender.write(out) > 0) {
            sendingNs.lazySet(sendingNs.get() + System.nanoTime() - fromNs);
        }
        if (!out.hasRemaining()) {
            out.clear();
        }
    }

    @Override
    public void closeSender() {}

    @Override
    public void openReceiver() {}

    @Override
    public void receive() throws IOException {
        int bytes = receiver.read(in.clear());
        if (bytes > 0) {
            received.lazySet(received.get() + bytes);
        }
    }

    @Override
    public void closeReceiver() {}

    @Override
    public long received() {
        return received.get();
    }

    @Override
    public long sendingNs() {
        return sendingNs.get();
    }

    @Override
    public String problem() {
        return "connected " + sender.isConnected();
    }

    @Override
    public void close() {
        try (sender;
                receiver) {
            // both are closed, also when closing one fails
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
