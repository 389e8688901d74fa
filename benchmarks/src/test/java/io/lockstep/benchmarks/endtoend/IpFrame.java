package io.lockstep.benchmarks.endtoend;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A released IPv4 frame without options, read for checking. */
record IpFrame(byte[] bytes) {
    private static final int IP = Frames.ETHERNET_BYTES;
    private static final int TRANSPORT = IP + Frames.IPV4_BYTES;

    /** Whether a frame holds an IPv4 packet. */
    static boolean isIpv4(byte[] frame) {
        return frame.length >= TRANSPORT && frame[12] == 0x08 && frame[13] == 0x00;
    }

    int protocol() {
        return bytes[IP + 9];
    }

    int source() {
        return buffer().getInt(IP + 12);
    }

    int destination() {
        return buffer().getInt(IP + 16);
    }

    /** Source port; an echo request's identifier. */
    int sourcePort() {
        return buffer().getShort(protocol() == Frames.ICMP ? TRANSPORT + 4 : TRANSPORT) & 0xffff;
    }

    /** Destination port; none for ICMP. */
    int destinationPort() {
        return buffer().getShort(TRANSPORT + 2) & 0xffff;
    }

    /** An echo request's sequence number. */
    int icmpSequence() {
        return buffer().getShort(TRANSPORT + 6) & 0xffff;
    }

    boolean checksumsAreRight() {
        byte[] segment = Arrays.copyOfRange(bytes, TRANSPORT, bytes.length);
        int transport = protocol() == Frames.ICMP
                ? Frames.checksum(0, segment, 0, segment.length)
                : Frames.transportChecksum(source(), destination(), protocol(), segment);
        return transport == 0 && Frames.checksum(0, bytes, IP, Frames.IPV4_BYTES) == 0;
    }

    /** The frame without what depends on a source port that the NAT drew at random: that port and the transport checksum. */
    byte[] withoutSourcePort() {
        byte[] masked = bytes.clone();
        int checksum = TRANSPORT + (protocol() == Frames.TCP ? 16 : 6);
        masked[TRANSPORT] = masked[TRANSPORT + 1] = 0;
        masked[checksum] = masked[checksum + 1] = 0;
        return masked;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes);
    }
}
