package io.lockstep.nf.packet;

/**
 * Accessors for the UDP header (RFC 768).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |          source port          |       destination port        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |            length             |    checksum, 0 means none     |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code udp} is the header's offset in the packet. Setters do not touch the checksum; see {@link Checksum}.
 */
public final class Udp {
    /** Length of the header. */
    public static final int HEADER_BYTES = 8;
    /** Offset of the checksum in the header. */
    public static final int CHECKSUM_OFFSET = 6;

    private Udp() {}

    /** The source port. */
    public static int sourcePort(Packet packet, int udp) {
        return packet.getUnsignedShort(udp);
    }

    /** Sets the source port. */
    public static void sourcePort(Packet packet, int udp, int port) {
        packet.putShort(udp, port);
    }

    /** The destination port. */
    public static int destinationPort(Packet packet, int udp) {
        return packet.getUnsignedShort(udp + 2);
    }

    /** Sets the destination port. */
    public static void destinationPort(Packet packet, int udp, int port) {
        packet.putShort(udp + 2, port);
    }

    /** Length of header and payload; less than 8 is malformed. */
    public static int length(Packet packet, int udp) {
        return packet.getUnsignedShort(udp + 4);
    }

    /** Sets the length of header and payload. */
    public static void length(Packet packet, int udp, int lengthBytes) {
        packet.putShort(udp + 4, lengthBytes);
    }

    /** The checksum; 0 means that there is none. */
    public static int checksum(Packet packet, int udp) {
        return packet.getUnsignedShort(udp + CHECKSUM_OFFSET);
    }

    /** Sets the checksum. */
    public static void checksum(Packet packet, int udp, int value) {
        packet.putShort(udp + CHECKSUM_OFFSET, value);
    }

    /**
     * Changes the source port, and the checksum, where there is one, follows: in one read and one write.
     *
     * @param difference of what else the checksum covers and has changed, from {@link Checksum}
     */
    public static void changeSourcePort(Packet packet, int udp, int port, int difference) {
        long header = packet.getLong(udp);
        int all = difference + Checksum.difference16((int) (header >>> 48), port);
        long rest = header & 0x0000_ffff_ffff_0000L;
        packet.putLong(udp, (long) port << 48 | rest | Checksum.updateUdp((int) header & 0xffff, all));
    }

    /** As {@link #changeSourcePort}, the destination port. */
    public static void changeDestinationPort(Packet packet, int udp, int port, int difference) {
        long header = packet.getLong(udp);
        int all = difference + Checksum.difference16((int) (header >>> 32), port);
        long rest = header & 0xffff_0000_ffff_0000L;
        packet.putLong(udp, (port & 0xffffL) << 32 | rest | Checksum.updateUdp((int) header & 0xffff, all));
    }

    /**
     * Computes the checksum over the pseudo header and the finished datagram and writes it.
     *
     * @param ip offset of the IPv4 header, whose addresses count
     */
    public static void fillChecksum(Packet packet, int ip, int udp) {
        int lengthBytes = length(packet, udp);
        checksum(packet, udp, 0);
        int value = Checksum.finish(Checksum.pseudoHeaderSum(
                        Ipv4.source(packet, ip), Ipv4.destination(packet, ip), Ipv4.PROTOCOL_UDP, lengthBytes)
                + Checksum.sum(packet, udp, lengthBytes));
        checksum(packet, udp, value == 0 ? 0xffff : value);
    }
}
