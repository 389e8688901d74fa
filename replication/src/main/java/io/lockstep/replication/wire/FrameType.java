package io.lockstep.replication.wire;

/** The frame types of protocol version 1. Plain numbers: they are switched on once per frame. */
public final class FrameType {
    /** No frame. */
    public static final int NONE = 0;
    /** First frame of the side that dialled. Section "HELLO". */
    public static final int HELLO = 1;
    /** The primary attaches the backup. Section "WELCOME". */
    public static final int WELCOME = 2;
    /** The dialled side turns the dialler away. Section "REFUSE and GOODBYE". */
    public static final int REFUSE = 3;
    /** A batch of records. Section "RECORDS". */
    public static final int RECORDS = 4;
    /** The backup has executed records. Section "ACK". */
    public static final int ACK = 5;
    /** Sent by both sides when nothing else was. Section "HEARTBEAT". */
    public static final int HEARTBEAT = 6;
    /** Why the sender ends the connection. Section "REFUSE and GOODBYE". */
    public static final int GOODBYE = 7;
    /** The backup asks for a planned handover, or takes that back. Section "HANDOVER". */
    public static final int HANDOVER = 8;

    private static final String[] NAMES = {
        "NONE", "HELLO", "WELCOME", "REFUSE", "RECORDS", "ACK", "HEARTBEAT", "GOODBYE", "HANDOVER"
    };

    private FrameType() {}

    /** The type's name, for messages. */
    public static String name(int type) {
        return type > NONE && type < NAMES.length ? NAMES[type] : "type " + type;
    }

    /** The type as one bit, for {@link FrameReader#allow}. */
    public static int bit(int type) {
        return 1 << type;
    }

    /** True for a type that version 1 knows. */
    static boolean isKnown(int type) {
        return type > NONE && type < NAMES.length;
    }
}
