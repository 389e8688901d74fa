package io.lockstep.replication;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.FrameReader;
import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.RecordsFrame;
import io.lockstep.replication.wire.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** The other end of a connection, played by the test byte by byte on a plain socket. */
final class RawPeer implements AutoCloseable {
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    private final SocketChannel socket;
    private final ByteBuf inbound = MEMORY.directBuffer(1 << 20);
    private final FrameReader reader;
    private boolean ended;

    RawPeer(SocketChannel socket, int worker) {
        this.socket = socket;
        this.reader = new FrameReader(worker);
        reader.allow(0xff);
        try {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawPeer connect(InetSocketAddress address) {
        try {
            return new RawPeer(SocketChannel.open(address), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what the caller writes, as it is; true when the kernel has taken it all. */
    boolean sendRaw(byte[] bytes) {
        try {
            return socket.write(ByteBuffer.wrap(bytes)) == bytes.length;
        } catch (IOException e) {
            ended = true;
            return false;
        }
    }

    void send(Consumer<ByteBuf> body) {
        byte[] bytes = sealed(body);
        if (!sendRaw(bytes)) {
            throw new AssertionError("the kernel did not take a frame of " + bytes.length + " bytes");
        }
    }

    static byte[] sealed(Consumer<ByteBuf> body) {
        ByteBuf frame = MEMORY.directBuffer(FrameHeader.MAX_FRAME_BYTES);
        body.accept(frame);
        new FrameHeader().seal(frame);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        return bytes;
    }

    /** A RECORDS frame with so many records of a stream. */
    static byte[] records(TestRecords records, long firstOrdinal, int count, long epoch) {
        return sealed(frame -> {
            long start = frame.memoryAddress() + RecordsFrame.HEADER_BYTES;
            long at = start;
            for (int i = 0; i < count; i++) {
                at += records.write(at, firstOrdinal + i);
            }
            RecordsFrame.wrap(frame, 0, count, firstOrdinal, epoch, (int) (at - start));
        });
    }

    /** Turns the node's duty cycles until a frame of a type is here; other frames are dropped. */
    ByteBuf await(int type, TestNode... nodes) {
        Steps.until("a " + FrameType.name(type) + " frame comes", () -> seek(type), nodes);
        return inbound;
    }

    Notice awaitNotice(int type, TestNode... nodes) {
        try {
            return Notice.read(await(type, nodes), reader.length());
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    Hello awaitHello(TestNode... nodes) {
        try {
            return Hello.read(await(FrameType.HELLO, nodes), reader.length());
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    Welcome awaitWelcome(TestNode... nodes) {
        try {
            return Welcome.read(await(FrameType.WELCOME, nodes));
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    void awaitEnd(TestNode... nodes) {
        Steps.until(
                "the node closes the connection",
                () -> {
                    receive();
                    return ended;
                },
                nodes);
    }

    boolean isEnded() {
        receive();
        return ended;
    }

    private boolean seek(int wanted) {
        receive();
        try {
            int type = reader.next(inbound);
            while (type != FrameType.NONE && type != wanted) {
                reader.consume(inbound);
                type = reader.next(inbound);
            }
            return type == wanted;
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    /** The awaited frame has been looked at. */
    void consume() {
        reader.consume(inbound);
    }

    private void receive() {
        try {
            int bytes = inbound.writeBytes(socket, 64 << 10);
            ended |= bytes < 0;
        } catch (IOException e) {
            ended = true;
        }
    }

    /** Closes at once, with a reset: what a killed process with unread bytes leaves behind. */
    void reset() {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends no more, but still takes what comes: nothing that was sent is lost. */
    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes in order. */
    void hangUp() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        hangUp();
        inbound.release();
    }
}
