package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Answers {@link EchoMessage}s over UDP and TCP at one port, each with the source that it sees. One thread serves all flows. */
final class EchoServer implements AutoCloseable {
    private static final int MAX_DATAGRAMS_PER_TURN = 256;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final Selector selector = Selector.open();
    private final DatagramChannel udp = DatagramChannel.open();
    private final ServerSocketChannel tcp = ServerSocketChannel.open();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(2048);
    private final ByteBuffer reply = ByteBuffer.allocateDirect(EchoMessage.REPLY_BYTES);
    private final Map<Integer, BitSet> udpSeen = new HashMap<>(); // by flow: sequence numbers
    private final AtomicLong udpRequestsTwice = new AtomicLong();
    private final AtomicLong udpMessages = new AtomicLong();
    private final AtomicLong tcpMessages = new AtomicLong();
    private final AtomicLong tcpConnections = new AtomicLong();

    EchoServer(InetSocketAddress address) throws IOException {
        udp.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        udp.bind(address).configureBlocking(false).register(selector, SelectionKey.OP_READ);
        tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        tcp.bind(address, 1024).configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().daemon().name("echo").start(this::serve);
    }

    long udpMessages() {
        return udpMessages.get();
    }

    /** Messages that came although they had come before: a client sends none twice, so somebody between has. */
    long udpRequestsTwice() {
        return udpRequestsTwice.get();
    }

    long tcpMessages() {
        return tcpMessages.get();
    }

    long tcpConnections() {
        return tcpConnections.get();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select();
                Set<SelectionKey> ready = selector.selectedKeys();
                for (SelectionKey key : ready) {
                    serve(key);
                }
                ready.clear();
            }
        } catch (ClosedSelectorException e) {
            return; // close() from another thread: this is how it ends
        } catch (IOException e) {
            System.err.println("echo: serving has failed: " + e);
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.channel() == udp) {
            echoDatagrams();
        } else if (key.channel() == tcp) {
            accept();
        } else {
            echoStream(key);
        }
    }

    private void echoDatagrams() throws IOException {
        for (int i = 0; i < MAX_DATAGRAMS_PER_TURN; i++) {
            InetSocketAddress source = (InetSocketAddress) udp.receive(datagram.clear());
            if (source == null) {
                return;
            }
            if (datagram.flip().remaining() == EchoMessage.REQUEST_BYTES) {
                note(datagram);
                EchoMessage.putReply(datagram, reply, source);
                udpMessages.incrementAndGet(); // before the answer: who has that may ask for the count
                udp.send(reply, source);
            }
        }
    }

    private void note(ByteBuffer request) {
        int sequence = request.getInt(Integer.BYTES);
        if (sequence < 0) {
            return; // not from our client
        }
        BitSet seen = udpSeen.computeIfAbsent(request.getInt(0), flow -> new BitSet());
        if (seen.get(sequence)) {
            udpRequestsTwice.incrementAndGet();
        }
        seen.set(sequence);
    }

    private void accept() throws IOException {
        SocketChannel channel = tcp.accept();
        if (channel == null) {
            return;
        }
        tcpConnections.incrementAndGet();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(
                selector,
                SelectionKey.OP_READ,
                new Stream(
                        (InetSocketAddress) channel.getRemoteAddress(),
                        ByteBuffer.allocate(64 * EchoMessage.REQUEST_BYTES)));
    }

    private void echoStream(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Stream stream = (Stream) key.attachment();
        try {
            if (channel.read(stream.received) < 0) {
                channel.close();
                return;
            }
            stream.received.flip();
            while (stream.received.remaining() >= EchoMessage.REQUEST_BYTES) {
                EchoMessage.putReply(stream.received, reply, stream.source);
                if (channel.write(reply) < EchoMessage.REPLY_BYTES) {
                    throw new IOException("the peer does not take what it asked for");
                }
                tcpMessages.incrementAndGet();
            }
            stream.received.compact();
        } catch (IOException e) {
            System.err.println("echo: " + stream.source + ": " + e);
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("echo: closing a connection has failed: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        udp.close();
        tcp.close();
    }

    private record Stream(InetSocketAddress source, ByteBuffer received) {}
}
