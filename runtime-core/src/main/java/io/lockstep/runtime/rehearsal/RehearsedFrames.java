package io.lockstep.runtime.rehearsal;

import java.nio.ByteBuffer;

/** What arrives at the rehearsed port, which has an address: one frame of each kind that its link layer treats in a way of its own. */
final class RehearsedFrames {
    /** 192.0.2.1, of RFC 5737: nobody's. */
    static final int ADDRESS = 0xC0000201;
    /** Locally administered. */
    static final long MAC = 0x020000000000L;

    private static final int BYTES = 64;
    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int ARP_REQUEST = 1;
    private static final long NEIGHBOUR_MAC = MAC + 2;
    private static final int NEIGHBOUR = ADDRESS + 1;

    private RehearsedFrames() {}

    /** One for another station, a question for the port's address, one for the chain. */
    static byte[][] all() {
        return new byte[][] {frame(NEIGHBOUR_MAC, IPV4), arpRequest(), frame(MAC, IPV4)};
    }

    private static byte[] frame(long destination, int etherType) {
        byte[] frame = new byte[BYTES];
        ByteBuffer header = ByteBuffer.wrap(frame);
        put(header, destination);
        put(header, NEIGHBOUR_MAC);
        header.putShort((short) etherType);
        return frame;
    }

    /** RFC 826. */
    private static byte[] arpRequest() {
        byte[] frame = frame(MAC, ARP);
        ByteBuffer arp = ByteBuffer.wrap(frame);
        arp.position(14)
                .putShort((short) 1)
                .putShort((short) IPV4)
                .put((byte) 6)
                .put((byte) 4);
        arp.putShort((short) ARP_REQUEST);
        put(arp, NEIGHBOUR_MAC);
        arp.putInt(NEIGHBOUR);
        put(arp, 0);
        arp.putInt(ADDRESS);
        return frame;
    }

    private static void put(ByteBuffer bytes, long mac) {
        bytes.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
