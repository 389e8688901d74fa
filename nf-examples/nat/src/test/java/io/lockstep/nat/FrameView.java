package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a frame into one line that tests compare, and checks every checksum in it on the way, with nothing of the code under
 * test.
 *
 * <pre>
 *   udp 10.0.0.2:1000 > 198.51.100.9:53 ttl 63
 *   icmp 3/3 192.0.2.1 > 10.0.0.2 ttl 62 [udp 10.0.0.2:1000 > 198.51.100.9:53]
 *   udp 10.0.0.2 > 198.51.100.9 ttl 63 at 1480+
 * </pre>
 */
final class FrameView {
    private FrameView() {}

    static String of(byte[] frame) {
        assertEquals(0x0800, ByteBuffer.wrap(frame).getShort(12), "EtherType");
        return packet(frame, 14, frame.length, true);
    }

    /** The UDP or TCP payload, or the ICMP data. */
    static byte[] payload(byte[] frame) {
        int headers = 14 + ((frame[14] & 15) << 2) + (frame[23] == 6 ? 20 : 8);
        byte[] payload = new byte[frame.length - headers];
        System.arraycopy(frame, headers, payload, 0, payload.length);
        return payload;
    }

    static int unsignedShort(byte[] frame, int offset) {
        return ByteBuffer.wrap(frame).getShort(offset) & 0xffff;
    }

    private static String packet(byte[] bytes, int ip, int end, boolean whole) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int headerBytes = (bytes[ip] & 15) << 2;
        int totalLength = buffer.getShort(ip + 2) & 0xffff;
        int fragmentWord = buffer.getShort(ip + 6) & 0x3fff;
        int protocol = bytes[ip + 9] & 0xff;
        assertEquals(0xffff, sum(bytes, ip, headerBytes), "sum over the IPv4 header");
        assertTrue(!whole || ip + totalLength <= end, "IPv4 total length");
        int stop = Math.min(end, ip + totalLength);
        List<String> words = new ArrayList<>();
        int transport = ip + headerBytes;
        boolean ported = (fragmentWord & 0x1fff) == 0;
        boolean complete = whole ? fragmentWord == 0 : ip + totalLength <= end;
        String from = dotted(buffer.getInt(ip + 12));
        String to = dotted(buffer.getInt(ip + 16));
        if (complete) {
            checkTransport(bytes, ip, transport, stop, protocol);
        }
        switch (protocol) {
            case 6, 17 -> {
                words.add(protocol == 6 ? "tcp" : "udp");
                if (ported) {
                    from += ":" + (buffer.getShort(transport) & 0xffff);
                    to += ":" + (buffer.getShort(transport + 2) & 0xffff);
                }
            }
            case 1 -> {
                words.add("icmp");
                if (ported) {
                    words.add(icmpDetail(buffer, transport));
                }
            }
            default -> words.add("protocol " + protocol);
        }
        words.add(from + " > " + to);
        if (whole) {
            words.add("ttl " + (bytes[ip + 8] & 0xff));
        }
        if (fragmentWord != 0) {
            words.add("at " + ((fragmentWord & 0x1fff) << 3) + ((fragmentWord & 0x2000) != 0 ? "+" : ""));
        }
        if (protocol == 1 && ported && isError(bytes[transport])) {
            words.add("[" + packet(bytes, transport + 8, stop, false) + "]");
        }
        return String.join(" ", words);
    }

    private static String icmpDetail(ByteBuffer buffer, int icmp) {
        int type = buffer.get(icmp) & 0xff;
        if (isError((byte) type)) {
            int mtu = buffer.getInt(icmp + 4);
            return type + "/" + buffer.get(icmp + 1) + (mtu == 0 ? "" : " mtu " + mtu);
        }
        return type + " id " + (buffer.getShort(icmp + 4) & 0xffff);
    }

    private static void checkTransport(byte[] bytes, int ip, int transport, int stop, int protocol) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int pseudo = 0;
        if (protocol == 6 || protocol == 17) {
            if (protocol == 17 && buffer.getShort(transport + 6) == 0) {
                return;
            }
            for (int offset = ip + 12; offset < ip + 20; offset += 2) {
                pseudo += buffer.getShort(offset) & 0xffff;
            }
            pseudo += protocol + stop - transport;
        } else if (protocol != 1) {
            return;
        }
        assertEquals(0xffff, fold(pseudo + sum(bytes, transport, stop - transport)), "sum over the transport");
    }

    /** The ones' complement sum of a range. */
    static int sum(byte[] bytes, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = bytes[offset + i] & 0xff;
            sum += (i & 1) == 0 ? octet << 8 : octet;
        }
        return fold(sum);
    }

    static int fold(int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded >>> 16) + (folded & 0xffff);
        }
        return folded;
    }

    private static boolean isError(byte type) {
        return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    private static String dotted(int address) {
        return Ipv4Text.of(address);
    }
}
