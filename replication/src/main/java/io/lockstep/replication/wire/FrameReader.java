package io.lockstep.replication.wire;

import io.netty.buffer.ByteBuf;

/**
 * Cuts a connection's bytes into frames and checks each frame's header and checksum before anyone looks at its body.
 *
 * <p>{@link #next} looks at the frame that starts at the buffer's reader index; {@link #consume} moves on. Between the two
 * the frame may stay as long as it must: a full inbox leaves it where it is. A frame's length is held against its type's bounds
 * as soon as the header is there, so a wrong length neither makes anyone wait for bytes nor drives an allocation.
 *
 * <p>One instance per connection, used by its channel's thread. No allocation but for the exception.
 */
public final class FrameReader {
    private final FrameHeader header = new FrameHeader();
    private final int worker;
    private int allowed;
    private boolean checked;
    private int type;
    private int length;

    /**
     * Makes a reader.
     *
     * @param worker the worker index that every frame but a HELLO, a REFUSE and a GOODBYE must name
     */
    public FrameReader(int worker) {
        this.worker = worker;
    }

    /** Says which types, as a sum of {@link FrameType#bit}, may come from now on; any other is malformed as soon as it is seen. */
    public void allow(int typeBits) {
        allowed = typeBits;
    }

    /**
     * Looks for a whole frame at the reader index.
     *
     * @return its type, or {@link FrameType#NONE} when more bytes are needed
     * @throws MalformedFrameException when no bytes to come can make a frame of it
     */
    public int next(ByteBuf buffer) throws MalformedFrameException {
        if (checked) {
            return type;
        }
        int start = buffer.readerIndex();
        int available = buffer.readableBytes();
        if (available < FrameHeader.BYTES) {
            return FrameType.NONE;
        }
        long frameLength = FrameHeader.length(buffer, start);
        int frameType = FrameHeader.type(buffer, start);
        checkLength(frameType, frameLength);
        if (available < frameLength) {
            return FrameType.NONE;
        }
        length = (int) frameLength;
        type = frameType;
        checkWhole(buffer, start);
        checked = true;
        return type;
    }

    /** Length of the frame that {@link #next} has found, header included. */
    public int length() {
        return length;
    }

    /** Moves behind the frame that {@link #next} has found. */
    public void consume(ByteBuf buffer) {
        buffer.skipBytes(length);
        checked = false;
    }

    private void checkLength(int type, long length) throws MalformedFrameException {
        if (!FrameType.isKnown(type)) {
            throw new MalformedFrameException(
                    "frame type " + type + " is unknown to protocol version " + FrameHeader.VERSION);
        }
        if ((allowed & FrameType.bit(type)) == 0) {
            throw new MalformedFrameException(FrameType.name(type) + " frame where none may come");
        }
        int least = least(type);
        int most = most(type);
        if (length < least || length > most) {
            throw new MalformedFrameException(FrameType.name(type) + " frame of " + length + " bytes, expected " + least
                    + (least == most ? "" : " to " + most));
        }
    }

    private void checkWhole(ByteBuf buffer, int start) throws MalformedFrameException {
        if (!header.verify(buffer, start, length)) {
            throw new MalformedFrameException(
                    FrameType.name(type) + " frame of " + length + " bytes has a wrong CRC32C");
        }
        if (isFrozen(type)) {
            return;
        }
        int version = FrameHeader.version(buffer, start);
        if (version != FrameHeader.VERSION) {
            throw new MalformedFrameException(FrameType.name(type) + " frame of protocol version " + version
                    + ", expected " + FrameHeader.VERSION);
        }
        int named = FrameHeader.worker(buffer, start);
        if (named != worker) {
            throw new MalformedFrameException(
                    FrameType.name(type) + " frame for worker " + named + " on the channel of worker " + worker);
        }
    }

    /** Types whose layout no version may change, so that nodes of two versions can still tell each other so. */
    private static boolean isFrozen(int type) {
        return type == FrameType.HELLO || type == FrameType.REFUSE || type == FrameType.GOODBYE;
    }

    private static int least(int type) {
        return switch (type) {
            case FrameType.HELLO -> Hello.MIN_BYTES;
            case FrameType.WELCOME -> Welcome.BYTES;
            case FrameType.RECORDS -> RecordsFrame.HEADER_BYTES + RecordsFrame.MIN_RECORD_BYTES;
            case FrameType.ACK -> Progress.ACK_BYTES;
            case FrameType.HEARTBEAT -> Progress.HEARTBEAT_BYTES;
            case FrameType.HANDOVER -> HandoverWish.BYTES;
            default -> Notice.MIN_BYTES;
        };
    }

    private static int most(int type) {
        return switch (type) {
            case FrameType.HELLO -> FrameHeader.MAX_HELLO_BYTES;
            case FrameType.WELCOME -> Welcome.BYTES;
            case FrameType.RECORDS -> FrameHeader.MAX_FRAME_BYTES;
            case FrameType.ACK -> Progress.ACK_BYTES;
            case FrameType.HEARTBEAT -> Progress.HEARTBEAT_BYTES;
            case FrameType.HANDOVER -> HandoverWish.BYTES;
            default -> Notice.MAX_BYTES;
        };
    }
}
