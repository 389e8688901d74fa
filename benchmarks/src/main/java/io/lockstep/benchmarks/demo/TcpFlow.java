package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/** A TCP connection: TCP repairs what gets lost, so every message is answered in the end or the connection has broken. */
final class TcpFlow extends EchoFlow {
    private final BooleanSupplier marked;
    private final ByteBuffer reply = ByteBuffer.allocate(EchoMessage.REPLY_BYTES);
    private SocketChannel channel;
    private SelectionKey key;

    TcpFlow(int id, BooleanSupplier marked) {
        super(id, "tcp");
        this.marked = marked;
    }

    @Override
    void open(Selector selector, InetSocketAddress server) throws IOException {
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        boolean connected = channel.connect(server);
        key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    }

    @Override
    boolean transmit(ByteBuffer request) throws IOException {
        if (!channel.isConnected()) {
            return false;
        }
        int written = channel.write(request);
        if (written > 0 && request.hasRemaining()) {
            throw new IOException("the socket took " + written + " of " + EchoMessage.REQUEST_BYTES + " bytes");
        }
        return written > 0;
    }

    @Override
    int receive(ByteBuffer scratch) throws IOException {
        if (key.isConnectable() && channel.finishConnect()) {
            key.interestOps(SelectionKey.OP_READ);
            return 0;
        }
        int replies = 0;
        int read = channel.read(scratch.clear());
        if (read < 0) {
            throw new IOException("the connection was closed");
        }
        scratch.flip();
        while (scratch.hasRemaining()) {
            reply.put(scratch.get());
            if (!reply.hasRemaining()) {
                onReply(reply.flip(), marked.getAsBoolean());
                reply.clear();
                replies++;
            }
        }
        return replies;
    }

    @Override
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("closing a connection has failed: " + e);
        }
    }
}
