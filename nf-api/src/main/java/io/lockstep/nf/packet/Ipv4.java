package io.lockstep.nf.packet;

/**
 * Accessors for the IPv4 header (RFC 791, section 3.1).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |version|  IHL  |type of service|         total length          |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |        identification         |0|D|M|     fragment offset     |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   | time to live  |   protocol    |        header checksum        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                        source address                         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                      destination address                      |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                    options (0 to 40 bytes) ...
 * </pre>
 *
 * <p>{@code ip} is the header's offset in the packet. Addresses are big-endian ints: 10.0.0.1 is {@code 0x0a000001}.
 * Setters do not touch the checksum; see {@link Checksum}.
 */
public final class Ipv4 {
    /** Length of a header without options. */
    public static final int MIN_HEADER_BYTES = 20;
    /** Length of the longest header. */
    public static final int MAX_HEADER_BYTES = 60;

    /** Protocol number of ICMP. */
    public static final int PROTOCOL_ICMP = 1;
    /** Protocol number of TCP. */
    public static final int PROTOCOL_TCP = 6;
    /** Protocol number of UDP. */
    public static final int PROTOCOL_UDP = 17;

    /** In {@link #fragmentWord}: don't fragment. */
    public static final int DONT_FRAGMENT = 0x4000;
    /** In {@link #fragmentWord}: more fragments follow. */
    public static final int MORE_FRAGMENTS = 0x2000;
    /** In {@link #fragmentWord}: mask of the offset, in units of 8 bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0x1fff;

    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int FRAGMENT = 6;
    private static final int TIME_TO_LIVE = 8;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private Ipv4() {}

    /** The version: 4. */
    public static int version(Packet packet, int ip) {
        return packet.getUnsignedByte(ip) >>> 4;
    }

    /** Length of the header in bytes, options included. Less than 20 is malformed. */
    public static int headerBytes(Packet packet, int ip) {
        return (packet.getByte(ip) & 0x0f) << 2;
    }

    /** Sets version 4 and the header length, a multiple of 4; clears the type of service. */
    public static void versionAndHeaderBytes(Packet packet, int ip, int headerBytes) {
        packet.putShort(ip, (0x40 | headerBytes >>> 2) << 8);
    }

    /** Length of header and payload in bytes. */
    public static int totalLength(Packet packet, int ip) {
        return packet.getUnsignedShort(ip + TOTAL_LENGTH);
    }

    /** Sets the length of header and payload. */
    public static void totalLength(Packet packet, int ip, int lengthBytes) {
        packet.putShort(ip + TOTAL_LENGTH, lengthBytes);
    }

    /** The identification, which the fragments of one datagram share. */
    public static int identification(Packet packet, int ip) {
        return packet.getUnsignedShort(ip + IDENTIFICATION);
    }

    /** Sets the identification. */
    public static void identification(Packet packet, int ip, int value) {
        packet.putShort(ip + IDENTIFICATION, value);
    }

    /** The 16 bits of flags and fragment offset: test with the masks of this class. */
    public static int fragmentWord(Packet packet, int ip) {
        return packet.getUnsignedShort(ip + FRAGMENT);
    }

    /** Sets flags and fragment offset. */
    public static void fragmentWord(Packet packet, int ip, int word) {
        packet.putShort(ip + FRAGMENT, word);
    }

    /** The time to live. */
    public static int timeToLive(Packet packet, int ip) {
        return packet.getUnsignedByte(ip + TIME_TO_LIVE);
    }

    /** Sets the time to live. */
    public static void timeToLive(Packet packet, int ip, int value) {
        packet.putByte(ip + TIME_TO_LIVE, value);
    }

    /** The payload's protocol number. */
    public static int protocol(Packet packet, int ip) {
        return packet.getUnsignedByte(ip + PROTOCOL);
    }

    /** Sets the payload's protocol number. */
    public static void protocol(Packet packet, int ip, int value) {
        packet.putByte(ip + PROTOCOL, value);
    }

    /** The header checksum. */
    public static int checksum(Packet packet, int ip) {
        return packet.getUnsignedShort(ip + CHECKSUM);
    }

    /** Sets the header checksum. */
    public static void checksum(Packet packet, int ip, int value) {
        packet.putShort(ip + CHECKSUM, value);
    }

    /** Whether the header checksum is right (RFC 1812, section 5.2.2, asks routers to look). */
    public static boolean checksumValid(Packet packet, int ip, int headerBytes) {
        return headerBytes == MIN_HEADER_BYTES
                ? Checksum.finish(sumWithoutOptions(packet, ip)) == 0
                : Checksum.of(packet, ip, headerBytes) == 0;
    }

    /** The usual header, without a loop. */
    private static long sumWithoutOptions(Packet packet, int ip) {
        long first = packet.getLong(ip);
        long second = packet.getLong(ip + 8);
        return (first >>> 32)
                + (first & 0xffff_ffffL)
                + (second >>> 32)
                + (second & 0xffff_ffffL)
                + (packet.getInt(ip + 16) & 0xffff_ffffL);
    }

    /** Computes the checksum of a finished header and writes it. */
    public static void fillChecksum(Packet packet, int ip, int headerBytes) {
        checksum(packet, ip, 0);
        checksum(packet, ip, Checksum.of(packet, ip, headerBytes));
    }

    /** The source address. */
    public static int source(Packet packet, int ip) {
        return packet.getInt(ip + SOURCE);
    }

    /** Sets the source address. */
    public static void source(Packet packet, int ip, int address) {
        packet.putInt(ip + SOURCE, address);
    }

    /** The destination address. */
    public static int destination(Packet packet, int ip) {
        return packet.getInt(ip + DESTINATION);
    }

    /** Sets the destination address. */
    public static void destination(Packet packet, int ip, int address) {
        packet.putInt(ip + DESTINATION, address);
    }

    /**
     * Changes the checksum for a difference elsewhere in the header and takes one off the time to live, in one read and one
     * write.
     *
     * @param difference of the fields that changed, from {@link Checksum}; 0 if none
     */
    public static void decrementTimeToLive(Packet packet, int ip, int difference) {
        int word = packet.getInt(ip + TIME_TO_LIVE);
        int oldTtlAndProtocol = word >>> 16;
        int newTtlAndProtocol = (oldTtlAndProtocol - 0x100) & 0xffff;
        int all = difference + Checksum.difference16(oldTtlAndProtocol, newTtlAndProtocol);
        packet.putInt(ip + TIME_TO_LIVE, newTtlAndProtocol << 16 | Checksum.update(word & 0xffff, all));
    }

    /**
     * Sends a packet on under another source address: sets it, takes one off the time to live, and the checksum follows, in one
     * read and one write.
     *
     * @return the difference that the address makes, for a transport checksum with a pseudo header
     */
    public static int forwardFrom(Packet packet, int ip, int source) {
        long words = packet.getLong(ip + TIME_TO_LIVE);
        int oldTtlAndProtocol = (int) (words >>> 48);
        int newTtlAndProtocol = (oldTtlAndProtocol - 0x100) & 0xffff;
        int difference = Checksum.difference32((int) words, source);
        int all = difference + Checksum.difference16(oldTtlAndProtocol, newTtlAndProtocol);
        long checksum = Checksum.update((int) (words >>> 32) & 0xffff, all);
        packet.putLong(ip + TIME_TO_LIVE, (long) newTtlAndProtocol << 48 | checksum << 32 | (source & 0xffff_ffffL));
        return difference;
    }
}
