package io.lockstep.nf.packet;

/**
 * Accessors for the TCP header (RFC 9293, section 3.1).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |          source port          |       destination port        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                        sequence number                        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                    acknowledgment number                      |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   | offset| rsrvd |C E U A P R S F|            window             |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           checksum            |        urgent pointer         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                    options (0 to 40 bytes) ...
 * </pre>
 *
 * <p>{@code tcp} is the header's offset in the packet. Setters do not touch the checksum; see {@link Checksum}.
 */
public final class Tcp {
    /** Length of a header without options. */
    public static final int MIN_HEADER_BYTES = 20;
    /** Offset of the checksum in the header. */
    public static final int CHECKSUM_OFFSET = 16;

    /** Flag: no more data from the sender. */
    public static final int FIN = 0x01;
    /** Flag: synchronize sequence numbers. */
    public static final int SYN = 0x02;
    /** Flag: reset the connection. */
    public static final int RST = 0x04;
    /** Flag: push. */
    public static final int PSH = 0x08;
    /** Flag: the acknowledgment number counts. */
    public static final int ACK = 0x10;

    private Tcp() {}

    /** The source port. */
    public static int sourcePort(Packet packet, int tcp) {
        return packet.getUnsignedShort(tcp);
    }

    /** Sets the source port. */
    public static void sourcePort(Packet packet, int tcp, int port) {
        packet.putShort(tcp, port);
    }

    /** The destination port. */
    public static int destinationPort(Packet packet, int tcp) {
        return packet.getUnsignedShort(tcp + 2);
    }

    /** Sets the destination port. */
    public static void destinationPort(Packet packet, int tcp, int port) {
        packet.putShort(tcp + 2, port);
    }

    /** The sequence number. */
    public static int sequence(Packet packet, int tcp) {
        return packet.getInt(tcp + 4);
    }

    /** Sets the sequence number. */
    public static void sequence(Packet packet, int tcp, int value) {
        packet.putInt(tcp + 4, value);
    }

    /** The acknowledgment number. */
    public static int acknowledgment(Packet packet, int tcp) {
        return packet.getInt(tcp + 8);
    }

    /** Sets the acknowledgment number. */
    public static void acknowledgment(Packet packet, int tcp, int value) {
        packet.putInt(tcp + 8, value);
    }

    /** Length of the header in bytes, options included. Less than 20 is malformed. */
    public static int headerBytes(Packet packet, int tcp) {
        return (packet.getUnsignedByte(tcp + 12) >>> 4) << 2;
    }

    /** The eight flags, from CWR (0x80) to {@link #FIN}. */
    public static int flags(Packet packet, int tcp) {
        return packet.getUnsignedByte(tcp + 13);
    }

    /** Sets header length, a multiple of 4, and flags. */
    public static void headerBytesAndFlags(Packet packet, int tcp, int headerBytes, int flags) {
        packet.putShort(tcp + 12, headerBytes << 10 | flags);
    }

    /** The receive window, unscaled. */
    public static int window(Packet packet, int tcp) {
        return packet.getUnsignedShort(tcp + 14);
    }

    /** Sets the receive window. */
    public static void window(Packet packet, int tcp, int value) {
        packet.putShort(tcp + 14, value);
    }

    /** The checksum. */
    public static int checksum(Packet packet, int tcp) {
        return packet.getUnsignedShort(tcp + CHECKSUM_OFFSET);
    }

    /** Sets the checksum. */
    public static void checksum(Packet packet, int tcp, int value) {
        packet.putShort(tcp + CHECKSUM_OFFSET, value);
    }

    /** Sets the urgent pointer. */
    public static void urgentPointer(Packet packet, int tcp, int value) {
        packet.putShort(tcp + 18, value);
    }

    /**
     * Computes the checksum over the pseudo header and the finished segment and writes it.
     *
     * @param ip offset of the IPv4 header, whose addresses count
     * @param lengthBytes length of the segment: TCP header and payload
     */
    public static void fillChecksum(Packet packet, int ip, int tcp, int lengthBytes) {
        checksum(packet, tcp, 0);
        int value = Checksum.finish(Checksum.pseudoHeaderSum(
                        Ipv4.source(packet, ip), Ipv4.destination(packet, ip), Ipv4.PROTOCOL_TCP, lengthBytes)
                + Checksum.sum(packet, tcp, lengthBytes));
        checksum(packet, tcp, value);
    }
}
