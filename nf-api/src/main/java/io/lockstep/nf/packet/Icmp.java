package io.lockstep.nf.packet;

/**
 * Accessors for ICMP messages (RFC 792; extensions RFC 4884; next-hop MTU RFC 1191).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |     type      |     code      |           checksum            |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |          identifier           |        sequence number        |  queries and replies
 *   |            unused             |         next-hop MTU          |  errors
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |  data (queries), or the start of the packet in question, from its IPv4 header on (errors)
 * </pre>
 *
 * <p>{@code icmp} is the message's offset in the packet. The checksum covers the whole message and no pseudo header. Setters
 * do not touch it; see {@link Checksum}.
 */
public final class Icmp {
    /** Length of the part before the data or the quoted packet. */
    public static final int HEADER_BYTES = 8;

    /** Type: echo reply. */
    public static final int ECHO_REPLY = 0;
    /** Type: destination unreachable (error). */
    public static final int DESTINATION_UNREACHABLE = 3;
    /** Type: source quench (error, deprecated by RFC 6633). */
    public static final int SOURCE_QUENCH = 4;
    /** Type: redirect (error, between a router and its neighbour only). */
    public static final int REDIRECT = 5;
    /** Type: echo request. */
    public static final int ECHO_REQUEST = 8;
    /** Type: time exceeded (error). */
    public static final int TIME_EXCEEDED = 11;
    /** Type: parameter problem (error). */
    public static final int PARAMETER_PROBLEM = 12;
    /** Type: timestamp request. */
    public static final int TIMESTAMP_REQUEST = 13;
    /** Type: timestamp reply. */
    public static final int TIMESTAMP_REPLY = 14;
    /** Type: address mask request (RFC 950). */
    public static final int ADDRESS_MASK_REQUEST = 17;
    /** Type: address mask reply (RFC 950). */
    public static final int ADDRESS_MASK_REPLY = 18;

    /** Code of {@link #DESTINATION_UNREACHABLE}: nobody listens on the port. */
    public static final int CODE_PORT_UNREACHABLE = 3;
    /** Code of {@link #DESTINATION_UNREACHABLE}: too big and must not be fragmented. */
    public static final int CODE_FRAGMENTATION_NEEDED = 4;
    /** Code of {@link #DESTINATION_UNREACHABLE}: administratively prohibited (RFC 1812, section 5.2.7.1). */
    public static final int CODE_ADMINISTRATIVELY_PROHIBITED = 13;

    private Icmp() {}

    /** The type. */
    public static int type(Packet packet, int icmp) {
        return packet.getUnsignedByte(icmp);
    }

    /** The code. */
    public static int code(Packet packet, int icmp) {
        return packet.getUnsignedByte(icmp + 1);
    }

    /** Sets type and code. */
    public static void typeAndCode(Packet packet, int icmp, int type, int code) {
        packet.putShort(icmp, type << 8 | code);
    }

    /** Whether a message of this type reports an error, and so quotes a packet (RFC 1122, section 3.2.2). */
    public static boolean isError(int type) {
        return (type >= DESTINATION_UNREACHABLE && type <= REDIRECT)
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /** The checksum. */
    public static int checksum(Packet packet, int icmp) {
        return packet.getUnsignedShort(icmp + 2);
    }

    /** Sets the checksum. */
    public static void checksum(Packet packet, int icmp, int value) {
        packet.putShort(icmp + 2, value);
    }

    /** Computes the checksum of a finished message and writes it. */
    public static void fillChecksum(Packet packet, int icmp, int lengthBytes) {
        checksum(packet, icmp, 0);
        checksum(packet, icmp, Checksum.of(packet, icmp, lengthBytes));
    }

    /** The identifier of a query or reply. */
    public static int identifier(Packet packet, int icmp) {
        return packet.getUnsignedShort(icmp + 4);
    }

    /** Sets the identifier of a query or reply. */
    public static void identifier(Packet packet, int icmp, int value) {
        packet.putShort(icmp + 4, value);
    }

    /** The sequence number of a query or reply; the next-hop MTU of "fragmentation needed". */
    public static int sequence(Packet packet, int icmp) {
        return packet.getUnsignedShort(icmp + 6);
    }

    /** Sets the sequence number of a query or reply. */
    public static void sequence(Packet packet, int icmp, int value) {
        packet.putShort(icmp + 6, value);
    }

    /** Sets the second word of an error: zero, but for the next-hop MTU of "fragmentation needed" (RFC 1191). */
    public static void errorWord(Packet packet, int icmp, int nextHopMtu) {
        packet.putInt(icmp + 4, nextHopMtu);
    }
}
