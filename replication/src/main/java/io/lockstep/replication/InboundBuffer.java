package io.lockstep.replication;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.lang.foreign.MemorySegment;

/**
 * The bytes that a connection has received and nobody has used yet: one buffer, into which Netty reads directly, so that nothing
 * is copied or allocated between the kernel and the inbox.
 *
 * <p>Netty asks its {@link RecvByteBufAllocator} for a buffer before each read and passes it on after it; this one always hands
 * out the same. The event loop fills it, one read per run; the duty cycle takes whole frames out of it; when frames stay in it because
 * the inbox is full, the connection stops reading and TCP pushes back.
 *
 * <p>Bounds: {@code capacityBytes}, which holds the largest frame and {@code roomBytes} for the next read. One case goes beyond:
 * when the peer is gone, native epoll reads what is left in the kernel at once, however full the buffer is, and the buffer grows,
 * to at most {@link #MAX_BYTES}.
 */
final class InboundBuffer {
    /** Most bytes after the peer is gone; more than any sensible kernel buffer. */
    static final int MAX_BYTES = 64 << 20;

    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    private final ByteBuf buffer;
    private final int roomBytes;
    private MemorySegment memory; // the buffer's, as long as that does not grow
    private long receivedBytes;

    InboundBuffer(int capacityBytes, int roomBytes) {
        this.buffer = MEMORY.directBuffer(capacityBytes, MAX_BYTES);
        this.roomBytes = roomBytes;
        if (!buffer.hasMemoryAddress()) {
            buffer.release();
            throw new IllegalStateException(
                    "Netty's direct buffers have no memory address on this JVM: start it with --enable-native-access=ALL-UNNAMED");
        }
        this.memory = memoryOf(buffer);
    }

    /** The bytes between its reader and its writer index. */
    ByteBuf bytes() {
        return buffer;
    }

    /** Address of the first unused byte. */
    long address() {
        return buffer.memoryAddress() + buffer.readerIndex();
    }

    /** Makes room for the next read out of what has been used; false when too much is still unused. */
    boolean makeRoom() {
        if (!buffer.isReadable()) {
            buffer.clear();
        } else if (buffer.writableBytes() < roomBytes) {
            moveToFront();
        }
        return buffer.writableBytes() >= roomBytes;
    }

    /** As Netty's {@code discardReadBytes}, which allocates two objects each time. The places may overlap. */
    private void moveToFront() {
        if (memory.address() != buffer.memoryAddress() || memory.byteSize() != buffer.capacity()) {
            memory = memoryOf(buffer);
        }
        int unused = buffer.readableBytes();
        MemorySegment.copy(memory, buffer.readerIndex(), memory, 0, unused);
        buffer.setIndex(0, unused);
    }

    private static MemorySegment memoryOf(ByteBuf buffer) {
        return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(buffer.capacity());
    }

    /** Number of bytes received so far. */
    long receivedBytes() {
        return receivedBytes;
    }

    void release() {
        buffer.release();
    }

    /** What makes Netty read into this buffer. */
    RecvByteBufAllocator forNetty() {
        return new OneBuffer();
    }

    private final class OneBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
        OneBuffer() {
            super(1);
        }

        @Override
        @SuppressWarnings("deprecation") // the interface's own method
        public Handle newHandle() {
            return new MaxMessageHandle() {
                @Override
                public ByteBuf allocate(ByteBufAllocator ignored) {
                    if (!makeRoom()) {
                        buffer.ensureWritable(roomBytes);
                    }
                    return buffer.retain();
                }

                @Override
                public void lastBytesRead(int bytes) {
                    super.lastBytesRead(bytes);
                    receivedBytes += Math.max(0, bytes);
                }

                @Override
                public int guess() {
                    return roomBytes;
                }
            };
        }
    }
}
