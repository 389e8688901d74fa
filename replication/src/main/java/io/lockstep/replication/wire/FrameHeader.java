package io.lockstep.replication.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The twelve bytes that start every frame. {@code docs/wire-protocol.md}, section "Frame header".
 *
 * <pre>
 *   0            4      5         6          8            12
 *   +------------+------+---------+----------+------------+----------- - -
 *   | length u32 | type | version | worker   | CRC32C u32 | body
 *   +------------+------+---------+----------+------------+----------- - -
 *   length: of the whole frame. CRC32C: over bytes 0 to 7, then 12 to the end: all but itself.
 * </pre>
 *
 * <p>One instance per connection and direction, because the checksum object is reused. No allocation.
 */
public final class FrameHeader {
    /** Bytes of the header. */
    public static final int BYTES = 12;
    /** The protocol version that this build speaks. */
    public static final int VERSION = 1;
    /** Most bytes of any frame. Section "Limits". */
    public static final int MAX_FRAME_BYTES = 128 << 10;
    /** Most bytes of a HELLO, the only frame that a stranger can make this node wait for. */
    public static final int MAX_HELLO_BYTES = 64 << 10;

    private static final int TYPE = 4;
    private static final int VERSION_BYTE = 5;
    private static final int WORKER = 6;
    private static final int CRC = 8;

    private final CRC32C crc = new CRC32C();

    /** Starts a frame at a buffer's writer index; the caller writes the body behind it and then calls {@link #seal}. */
    public static void begin(ByteBuf frame, int type, int worker) {
        frame.writeIntLE(0);
        frame.writeByte(type);
        frame.writeByte(VERSION);
        frame.writeShortLE(worker);
        frame.writeIntLE(0);
    }

    /** Completes the only frame in a buffer: writes its length and its checksum. */
    public void seal(ByteBuf frame) {
        seal(frame, frame.readerIndex());
    }

    /** Completes the last frame in a buffer, which starts at an index. */
    public void seal(ByteBuf frames, int start) {
        int length = frames.writerIndex() - start;
        frames.setIntLE(start, length);
        frames.setIntLE(start + CRC, checksum(frames, start, length));
    }

    /** Whether the frame's checksum is right. All {@code length} bytes are there. */
    boolean verify(ByteBuf buffer, int start, int length) {
        return buffer.getIntLE(start + CRC) == checksum(buffer, start, length);
    }

    static long length(ByteBuf buffer, int start) {
        return buffer.getUnsignedIntLE(start);
    }

    static int type(ByteBuf buffer, int start) {
        return buffer.getUnsignedByte(start + TYPE);
    }

    static int version(ByteBuf buffer, int start) {
        return buffer.getUnsignedByte(start + VERSION_BYTE);
    }

    static int worker(ByteBuf buffer, int start) {
        return buffer.getUnsignedShortLE(start + WORKER);
    }

    private int checksum(ByteBuf buffer, int start, int length) {
        crc.reset();
        update(buffer, start, CRC);
        update(buffer, start + BYTES, length - BYTES);
        return (int) crc.getValue();
    }

    private void update(ByteBuf buffer, int start, int length) {
        ByteBuffer view = buffer.internalNioBuffer(start, length);
        crc.update(view);
    }
}
