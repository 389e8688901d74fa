package io.lockstep.replication.wire;

import io.lockstep.runtime.role.Role;
import io.netty.buffer.ByteBuf;
import java.util.regex.Pattern;

/**
 * The body of REFUSE and GOODBYE: why the sender turns away or ends a connection, and its role and epoch.
 * {@code docs/wire-protocol.md}, section "REFUSE and GOODBYE". The layout is the same in all protocol versions.
 *
 * <pre>
 *   0        12         14     15  16          24
 *   +--------+----------+------+---+-----------+----------+-----------+
 *   | header | code u16 | role | 0 | epoch u64 | size u16 | text UTF-8|
 *   +--------+----------+------+---+-----------+----------+-----------+
 * </pre>
 *
 * @param code why
 * @param role the sender's role
 * @param epoch the sender's epoch
 * @param text a sentence for the operator on the other side
 */
public record Notice(NoticeCode code, Role role, long epoch, String text) {
    /** Most characters of the text; a longer one is cut. */
    public static final int MAX_TEXT = 2048;

    /** All that {@link WireText} refuses. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f]");

    static final int MIN_BYTES = FrameHeader.BYTES + 14;
    static final int MAX_BYTES = MIN_BYTES + 3 * MAX_TEXT;

    /** Cuts the text to its bound and takes control characters out of it. */
    public Notice {
        text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        text = CONTROLS.matcher(text).replaceAll(" ");
    }

    /** Writes the frame without its seal. */
    public void write(ByteBuf frame, int type, int worker) {
        FrameHeader.begin(frame, type, worker);
        frame.writeShortLE(code.number());
        frame.writeByte(WireRole.number(role));
        frame.writeByte(0);
        frame.writeLongLE(epoch);
        WireText.write(frame, text);
    }

    /** Decodes the frame at the reader index; the index does not move. */
    public static Notice read(ByteBuf buffer, int length) throws MalformedFrameException {
        ByteBuf frame = buffer.slice(buffer.readerIndex(), length);
        frame.skipBytes(FrameHeader.BYTES);
        NoticeCode code = NoticeCode.of(frame.readUnsignedShortLE());
        Role role = WireRole.of(frame.readUnsignedByte());
        frame.skipBytes(1);
        long epoch = WireEpoch.read(frame, "notice");
        String text = WireText.read(frame, length, MAX_TEXT, "the notice's text");
        if (frame.isReadable()) {
            throw new MalformedFrameException("notice with " + frame.readableBytes() + " bytes behind its text");
        }
        return new Notice(code, role, epoch, text);
    }
}
