package io.lockstep.benchmarks.endtoend;

import java.nio.ByteBuffer;

/** Builds Ethernet frames byte by byte, checksums included, with nothing of the code under test. */
final class Frames {
    /** The node's addresses and that of its next hop on the wan port. */
    static final String LAN_NODE = "10.0.0.1";

    static final String WAN_NODE = "203.0.113.1";
    static final String GATEWAY = "203.0.113.254";

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;

    static final int SYN = 0x02;
    static final int ACK = 0x10;
    static final int PSH_ACK = 0x18;

    static final int ETHERNET_BYTES = 14;
    static final int IPV4_BYTES = 20;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_ARP = 0x0806;
    private static final long BROADCAST = 0xffff_ffff_ffffL;

    private Frames() {}

    /** A host's MAC address in these tests: made of its IPv4 address. */
    static long macOf(int address) {
        return 0x0200_0000_0000L | (address & 0xffff_ffffL);
    }

    /** An ARP request of a host, from which the asked node learns the host's MAC address. */
    static byte[] arpRequest(int sender, int target) {
        ByteBuffer frame = ByteBuffer.allocate(60);
        ethernet(frame, BROADCAST, macOf(sender), TYPE_ARP);
        frame.putShort((short) 1)
                .putShort((short) TYPE_IPV4)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        mac(frame, macOf(sender));
        frame.putInt(sender);
        mac(frame, 0);
        frame.putInt(target);
        return frame.array();
    }

    static byte[] udp(long mac, int source, int sourcePort, int to, int toPort, int identification, byte[] payload) {
        ByteBuffer segment = ByteBuffer.allocate(8 + payload.length);
        segment.putShort((short) sourcePort).putShort((short) toPort).putShort((short) segment.capacity());
        segment.putShort((short) 0).put(payload);
        segment.putShort(6, (short) transportChecksum(source, to, UDP, segment.array()));
        return ipv4(mac, source, to, UDP, identification, segment.array());
    }

    static byte[] tcp(
            long mac,
            int source,
            int sourcePort,
            int to,
            int toPort,
            int identification,
            int flags,
            int sequence,
            byte[] payload) {
        ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
        segment.putShort((short) sourcePort).putShort((short) toPort);
        segment.putInt(sequence).putInt((flags & ACK) != 0 ? 1 : 0);
        segment.put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 0xffff)
                .putInt(0)
                .put(payload);
        segment.putShort(16, (short) transportChecksum(source, to, TCP, segment.array()));
        return ipv4(mac, source, to, TCP, identification, segment.array());
    }

    static byte[] echoRequest(
            long mac, int source, int to, int identifier, int sequence, int identification, byte[] payload) {
        ByteBuffer message = ByteBuffer.allocate(8 + payload.length);
        message.put((byte) 8).put((byte) 0).putShort((short) 0);
        message.putShort((short) identifier).putShort((short) sequence).put(payload);
        message.putShort(2, (short) checksum(0, message.array(), 0, message.capacity()));
        return ipv4(mac, source, to, ICMP, identification, message.array());
    }

    private static byte[] ipv4(long mac, int source, int to, int protocol, int identification, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + IPV4_BYTES + payload.length);
        ethernet(frame, mac, macOf(source), TYPE_IPV4);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4_BYTES + payload.length));
        frame.putShort((short) identification).putShort((short) 0);
        frame.put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source)
                .putInt(to)
                .put(payload);
        frame.putShort(ETHERNET_BYTES + 10, (short) checksum(0, frame.array(), ETHERNET_BYTES, IPV4_BYTES));
        return frame.array();
    }

    private static void ethernet(ByteBuffer frame, long to, long from, int type) {
        mac(frame, to);
        mac(frame, from);
        frame.putShort((short) type);
    }

    private static void mac(ByteBuffer frame, long mac) {
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }

    /** Over pseudo header and segment (RFC 768, RFC 9293); 0 for a segment whose checksum field is right. */
    static int transportChecksum(int source, int to, int protocol, byte[] segment) {
        int sum = (source >>> 16) + (source & 0xffff) + (to >>> 16) + (to & 0xffff) + protocol + segment.length;
        return checksum(sum, segment, 0, segment.length);
    }

    /** RFC 1071, on top of a sum. */
    static int checksum(int start, byte[] bytes, int from, int count) {
        long sum = start;
        for (int i = 0; i < count; i++) {
            sum += (bytes[from + i] & 0xffL) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    /** An address from its dotted text. */
    static int address(String text) {
        int address = 0;
        for (String part : text.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    /** An address as dotted text. */
    static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }
}
