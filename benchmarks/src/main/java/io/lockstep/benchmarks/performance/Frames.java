package io.lockstep.benchmarks.performance;

import java.nio.ByteBuffer;

/** Makes Ethernet frames without frame check sequence, checksums right. Addresses are big-endian ints. */
final class Frames {
    /** Shortest Ethernet frame, without its frame check sequence: 64 bytes on the wire. */
    static final int SHORTEST_BYTES = 60;

    private static final int ETHERNET_BYTES = 14;
    private static final int IPV4_BYTES = 20;
    private static final int UDP = 17;
    private static final long NODE_MAC = 0x02_aa_bb_cc_dd_01L;
    private static final long HOST_MAC = 0x02_00_00_00_00_01L;
    private static final long GATEWAY_MAC = 0x02_00_00_00_00_99L;

    private Frames() {}

    /**
     * A UDP datagram of zeros.
     *
     * @param frameBytes length of the frame, at least {@link #SHORTEST_BYTES}
     */
    static byte[] udp(int source, int sourcePort, int destination, int destinationPort, int frameBytes) {
        if (frameBytes < SHORTEST_BYTES) {
            throw new IllegalArgumentException(
                    "a frame of " + frameBytes + " bytes, expected at least " + SHORTEST_BYTES);
        }
        int ipBytes = frameBytes - ETHERNET_BYTES;
        ByteBuffer frame = ByteBuffer.allocate(frameBytes);
        ethernet(frame, NODE_MAC, HOST_MAC, 0x0800);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) ipBytes);
        frame.putShort((short) 0).putShort((short) 0x4000); // do not fragment
        frame.put((byte) 64).put((byte) UDP).putShort((short) 0).putInt(source).putInt(destination);
        int udpBytes = ipBytes - IPV4_BYTES;
        frame.putShort((short) sourcePort).putShort((short) destinationPort);
        frame.putShort((short) udpBytes).putShort((short) 0);
        int ip = ETHERNET_BYTES;
        frame.putShort(ip + 10, (short) ~fold(sum(frame, ip, IPV4_BYTES)));
        int udp = ip + IPV4_BYTES;
        long pseudoHeader = sum(frame, ip + 12, 8) + UDP + udpBytes;
        int checksum = ~fold(pseudoHeader + sum(frame, udp, udpBytes)) & 0xffff;
        frame.putShort(udp + 6, (short) (checksum == 0 ? 0xffff : checksum));
        return frame.array();
    }

    /** A gateway's broadcast question for a node's address, from which the node learns the gateway's MAC address. RFC 826. */
    static byte[] arpRequest(int gateway, int node) {
        ByteBuffer frame = ByteBuffer.allocate(SHORTEST_BYTES);
        ethernet(frame, 0xffff_ffff_ffffL, GATEWAY_MAC, 0x0806);
        frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
        frame.putShort((short) 1);
        mac(frame, GATEWAY_MAC);
        frame.putInt(gateway);
        mac(frame, 0);
        frame.putInt(node);
        return frame.array();
    }

    /** An IPv4 address from its text form. */
    static int ipv4(String text) {
        int address = 0;
        for (String part : text.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    /** The one's complement sum of 16-bit words, not folded. RFC 1071. */
    static long sum(ByteBuffer frame, int from, int bytes) {
        long sum = 0;
        for (int i = 0; i < bytes; i += 2) {
            int low = i + 1 < bytes ? frame.get(from + i + 1) & 0xff : 0;
            sum += (frame.get(from + i) & 0xff) << 8 | low;
        }
        return sum;
    }

    /** Such a sum in 16 bits. */
    static int fold(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    private static void ethernet(ByteBuffer frame, long destination, long source, int type) {
        mac(frame, destination);
        mac(frame, source);
        frame.putShort((short) type);
    }

    private static void mac(ByteBuffer frame, long address) {
        frame.putShort((short) (address >>> 32)).putInt((int) address);
    }
}
