package io.lockstep.replication.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text in a frame: a u16 byte count, then UTF-8 without control characters. Handshake only; allocates.
 *
 * <p>Control characters are refused because a peer's text ends up in the log and on a terminal.
 */
final class WireText {
    private WireText() {}

    static void write(ByteBuf frame, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xffff) {
            throw new IllegalArgumentException("text of " + bytes.length + " bytes does not fit a frame");
        }
        frame.writeShortLE(bytes.length);
        frame.writeBytes(bytes);
    }

    /** Reads a text that must end at or before {@code end}. */
    static String read(ByteBuf buffer, int end, int maxCharacters, String what) throws MalformedFrameException {
        return read(buffer, end, maxCharacters, what, -1);
    }

    /** Reads one of several texts. Many short ones fit a frame: what is allocated for each must not be many times its size. */
    static String read(ByteBuf buffer, int end, int maxCharacters, String what, int index)
            throws MalformedFrameException {
        if (end - buffer.readerIndex() < 2) {
            throw new MalformedFrameException("the frame ends inside " + name(what, index));
        }
        int lengthBytes = buffer.readUnsignedShortLE();
        if (lengthBytes > end - buffer.readerIndex()) {
            throw new MalformedFrameException(
                    name(what, index) + " of " + lengthBytes + " bytes runs over the end of the frame");
        }
        if (lengthBytes == 0) {
            return "";
        }
        byte[] bytes = new byte[lengthBytes];
        buffer.readBytes(bytes);
        String text = decode(bytes, what, index);
        if (text.length() > maxCharacters) {
            throw new MalformedFrameException(
                    name(what, index) + " of " + text.length() + " characters, expected at most " + maxCharacters);
        }
        return text;
    }

    private static String decode(byte[] bytes, String what, int index) throws MalformedFrameException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException(name(what, index) + " is not UTF-8");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new MalformedFrameException(name(what, index) + " holds a control character");
            }
        }
        return text;
    }

    private static String name(String what, int index) {
        return index < 0 ? what : what + " " + index;
    }
}
