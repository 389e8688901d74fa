package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.BooleanSupplier;

/** A flow of datagrams: what gets lost stays lost. */
final class UdpFlow extends EchoFlow {
    private final BooleanSupplier marked;
    private DatagramChannel channel;

    UdpFlow(int id, BooleanSupplier marked) {
        super(id, "udp");
        this.marked = marked;
    }

    @Override
    void open(Selector selector, InetSocketAddress server) throws IOException {
        channel = DatagramChannel.open();
        channel.connect(server);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    boolean transmit(ByteBuffer request) throws IOException {
        return channel.write(request) > 0;
    }

    /** The message counts as sent, and as lost. */
    @Override
    void onSendFailed(IOException e) {}

    @Override
    int receive(ByteBuffer scratch) throws IOException {
        int replies = 0;
        while (channel.read(scratch.clear()) > 0) {
            scratch.flip();
            if (scratch.remaining() == EchoMessage.REPLY_BYTES) {
                onReply(scratch, marked.getAsBoolean());
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
            System.err.println("closing a datagram socket has failed: " + e);
        }
    }
}
