package io.lockstep.nf.packet;

/**
 * Accessors for the Ethernet II header (IEEE 802.3, clause 3; RFC 894).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                      destination address                      |
 *   +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                               |                               |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 *   |                         source address                        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           EtherType           |  payload ...
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>The header starts at offset 0 of the packet. Addresses are 48-bit numbers in the low bits of a long.
 */
public final class Ethernet {
    /** Length of the header, without VLAN tag. */
    public static final int HEADER_BYTES = 14;

    /** EtherType of IPv4. */
    public static final int TYPE_IPV4 = 0x0800;
    /** EtherType of ARP (RFC 826). */
    public static final int TYPE_ARP = 0x0806;
    /** EtherType of an IEEE 802.1Q VLAN tag. */
    public static final int TYPE_VLAN = 0x8100;
    /** EtherType of IPv6. */
    public static final int TYPE_IPV6 = 0x86dd;

    /** The broadcast address. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final int DESTINATION = 0;
    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    private Ethernet() {}

    /** The destination address. */
    public static long destination(Packet packet) {
        return packet.getLong(DESTINATION) >>> 16;
    }

    /** Sets the destination address. */
    public static void destination(Packet packet, long address) {
        packet.putInt(DESTINATION, (int) (address >>> 16));
        packet.putShort(DESTINATION + 4, (int) address);
    }

    /** The source address. */
    public static long source(Packet packet) {
        return packet.getLong(SOURCE - 2) & BROADCAST;
    }

    /** Sets the source address. */
    public static void source(Packet packet, long address) {
        packet.putShort(SOURCE, (int) (address >>> 32));
        packet.putInt(SOURCE + 2, (int) address);
    }

    /** Swaps the two addresses: the frame goes back where it came from. */
    public static void swapAddresses(Packet packet) {
        int sourceEnd = packet.getInt(DESTINATION + 8);
        long begin = packet.getLong(DESTINATION); // destination, and the first two bytes of the source
        packet.putLong(DESTINATION, begin << 48 | (sourceEnd & 0xffff_ffffL) << 16 | begin >>> 48);
        packet.putInt(DESTINATION + 8, (int) (begin >>> 16));
    }

    /** The EtherType, 0 to 65,535. */
    public static int type(Packet packet) {
        return packet.getUnsignedShort(TYPE);
    }

    /** Sets the EtherType. */
    public static void type(Packet packet, int type) {
        packet.putShort(TYPE, type);
    }
}
