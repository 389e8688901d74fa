package io.lockstep.benchmarks.performance;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Takes from a capture what a NAT gets from inside: whole frames of TCP and UDP over IPv4, not fragmented, from 10.0.0.0/8 to anywhere
 * else. They stay as they are and in their order; when they were sent is left out. Reads plain libpcap files of Ethernet, little-endian, as
 * {@link CaptureWriter} and {@code tcpdump} on a little-endian machine write them.
 */
final class CaptureFilter {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int HEADER_BYTES = 24;
    private static final int LINK_TYPE = 20;
    private static final int ETHERNET = 1;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int LONGEST_FRAME_BYTES = 65_535;

    private static final int IP = 14; // where the IPv4 header starts in a frame
    private static final int LEAST_BYTES = IP + 20 + 8;
    private static final int INSIDE = 0x0a00_0000;
    private static final int INSIDE_MASK = 0xff00_0000;
    private static final int FRAGMENT = 0x3fff; // more fragments, or an offset
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final Path source;
    private final Set<Flow> flows = new HashSet<>();
    private int tcpPackets;
    private int udpPackets;
    private long bytes;
    private int longestFrameBytes;

    private CaptureFilter(Path source) {
        this.source = source;
    }

    /**
     * What was taken.
     *
     * @param file capture of these frames alone
     * @param tcpPackets among them
     * @param udpPackets among them
     * @param flows of both protocols: different addresses or ports
     * @param bytes of all frames, without frame check sequence
     * @param longestFrameBytes of one frame
     */
    record Selection(Path file, int tcpPackets, int udpPackets, int flows, long bytes, int longestFrameBytes) {
        int packets() {
            return tcpPackets + udpPackets;
        }

        /** In words. */
        String describe() {
            return String.format(
                    Locale.ROOT,
                    "%,d packets (%,d TCP, %,d UDP) of %,d flows, %d B on average",
                    packets(),
                    tcpPackets,
                    udpPackets,
                    flows,
                    Math.round((double) bytes / Math.max(1, packets())));
        }
    }

    private record Flow(int protocol, int source, int destination, int ports) {}

    /** Reads one capture and writes another. */
    static Selection outbound(Path source, Path destination) throws IOException {
        CaptureFilter filter = new CaptureFilter(source);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(source), 1 << 16);
                CaptureWriter out = new CaptureWriter(destination)) {
            filter.copy(in, out);
        }
        return new Selection(
                destination,
                filter.tcpPackets,
                filter.udpPackets,
                filter.flows.size(),
                filter.bytes,
                filter.longestFrameBytes);
    }

    private void copy(InputStream in, CaptureWriter out) throws IOException {
        ByteBuffer header = littleEndian(in.readNBytes(HEADER_BYTES), HEADER_BYTES);
        if (header.getInt(0) != MAGIC_MICROSECONDS || header.getInt(LINK_TYPE) != ETHERNET) {
            throw new IOException(String.format(
                    "%s: starts with %08x, link type %d; expected a little-endian libpcap file, %08x, of Ethernet, 1",
                    source, header.getInt(0), header.getInt(LINK_TYPE), MAGIC_MICROSECONDS));
        }
        for (byte[] next = in.readNBytes(FRAME_HEADER_BYTES); next.length > 0; ) {
            ByteBuffer frameHeader = littleEndian(next, FRAME_HEADER_BYTES);
            int capturedBytes = frameHeader.getInt(8);
            if (capturedBytes < 0 || capturedBytes > LONGEST_FRAME_BYTES) {
                throw new IOException(source + ": a frame of " + capturedBytes + " bytes, expected 0 to "
                        + LONGEST_FRAME_BYTES + ": the file is damaged");
            }
            byte[] captured = whole(in.readNBytes(capturedBytes), capturedBytes);
            ByteBuffer frame = ByteBuffer.wrap(captured);
            if (capturedBytes == frameHeader.getInt(12) && isOutbound(frame)) {
                count(frame);
                out.write(captured);
            }
            next = in.readNBytes(FRAME_HEADER_BYTES);
        }
    }

    private ByteBuffer littleEndian(byte[] read, int expected) throws IOException {
        return ByteBuffer.wrap(whole(read, expected)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] whole(byte[] read, int expected) throws IOException {
        if (read.length < expected) {
            throw new EOFException(source + " ends after " + read.length + " of " + expected
                    + " bytes: was it written to its end, and is the disk full?");
        }
        return read;
    }

    private static boolean isOutbound(ByteBuffer frame) {
        if (frame.capacity() < LEAST_BYTES || frame.getShort(12) != 0x0800 || frame.get(IP) >>> 4 != 4) {
            return false;
        }
        int protocol = frame.get(IP + 9);
        return (protocol == TCP || protocol == UDP)
                && (frame.getShort(IP + 6) & FRAGMENT) == 0
                && frame.capacity() >= ports(frame) + 8
                && isInside(frame.getInt(IP + 12))
                && !isInside(frame.getInt(IP + 16));
    }

    private static boolean isInside(int address) {
        return (address & INSIDE_MASK) == INSIDE;
    }

    /** Behind the options of IP. */
    private static int ports(ByteBuffer frame) {
        return IP + (frame.get(IP) & 0xf) * 4;
    }

    private void count(ByteBuffer frame) {
        int protocol = frame.get(IP + 9);
        if (protocol == TCP) {
            tcpPackets++;
        } else {
            udpPackets++;
        }
        bytes += frame.capacity();
        longestFrameBytes = Math.max(longestFrameBytes, frame.capacity());
        flows.add(new Flow(protocol, frame.getInt(IP + 12), frame.getInt(IP + 16), frame.getInt(ports(frame))));
    }
}
