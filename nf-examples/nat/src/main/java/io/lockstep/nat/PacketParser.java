package io.lockstep.nat;

import io.lockstep.nf.packet.Checksum;
import io.lockstep.nf.packet.Ethernet;
import io.lockstep.nf.packet.Icmp;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Ipv4Header;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.packet.Tcp;
import io.lockstep.nf.packet.Udp;

/**
 * Reads and checks a packet's headers, once and in one pass. What it found holds until the next {@link #parse}, so it is
 * scratch of one call of the processor, not state.
 *
 * <p>What passes is safe to translate: every header field that the NAT touches lies inside the frame and inside the lengths
 * that the headers state. Bytes behind the IPv4 total length are Ethernet padding and stay as they are. Worker thread.
 */
final class PacketParser {
    /** Offset of the IPv4 header. */
    static final int IP = Ethernet.HEADER_BYTES;

    private static final int NO_TYPE = -1;

    private final Ipv4Header header = new Ipv4Header();
    private int headerBytes;
    private int ports;
    private int tcpFlags;
    private int icmpType;

    /** Reads the headers; returns why the packet cannot be handled, or null. */
    Reason parse(Packet packet) {
        int frameBytes = packet.length();
        if (frameBytes < IP + Ipv4.MIN_HEADER_BYTES) {
            return tooShort(packet);
        }
        if (Ethernet.type(packet) != Ethernet.TYPE_IPV4) {
            return Reason.UNSUPPORTED_ETHERTYPE;
        }
        header.read(packet, IP);
        headerBytes = header.headerBytes();
        boolean sound = header.isPlain() || (header.version() == 4 && headerBytes >= Ipv4.MIN_HEADER_BYTES);
        if (!sound || header.totalLength() < headerBytes) {
            return Reason.MALFORMED;
        }
        if (frameBytes < IP + header.totalLength()) {
            return Reason.TRUNCATED;
        }
        return checksumValid(packet) ? parsePayload(packet) : Reason.BAD_CHECKSUM;
    }

    private static Reason tooShort(Packet packet) {
        boolean other = packet.length() >= IP && Ethernet.type(packet) != Ethernet.TYPE_IPV4;
        return other ? Reason.UNSUPPORTED_ETHERTYPE : Reason.TRUNCATED;
    }

    private boolean checksumValid(Packet packet) {
        return header.isPlain() ? header.checksumValid() : Checksum.of(packet, IP, headerBytes) == 0;
    }

    private Reason parsePayload(Packet packet) {
        if (isFragment() && !fragmentIsSound()) {
            return Reason.MALFORMED;
        }
        if (isLaterFragment()) {
            return parseLaterFragment();
        }
        return switch (protocol()) {
            case Ipv4.PROTOCOL_TCP -> parseTcp(packet);
            case Ipv4.PROTOCOL_UDP -> parseUdp(packet);
            case Ipv4.PROTOCOL_ICMP -> parseIcmp(packet);
            default -> Reason.UNSUPPORTED_PROTOCOL;
        };
    }

    private Reason parseTcp(Packet packet) {
        int tcp = payload();
        if (payloadBytes() < Tcp.MIN_HEADER_BYTES) {
            return Reason.MALFORMED;
        }
        int tcpHeaderBytes = Tcp.headerBytes(packet, tcp);
        if (tcpHeaderBytes < Tcp.MIN_HEADER_BYTES || tcpHeaderBytes > payloadBytes()) {
            return Reason.MALFORMED;
        }
        readPorts(packet, tcp);
        tcpFlags = Tcp.flags(packet, tcp);
        return null;
    }

    private Reason parseUdp(Packet packet) {
        int udp = payload();
        if (payloadBytes() < Udp.HEADER_BYTES) {
            return Reason.MALFORMED;
        }
        int udpLength = Udp.length(packet, udp);
        if (udpLength < Udp.HEADER_BYTES || (udpLength > payloadBytes() && !isFragment())) {
            return Reason.MALFORMED;
        }
        readPorts(packet, udp);
        tcpFlags = 0;
        return null;
    }

    /** They stand at the same place in TCP and UDP. */
    private void readPorts(Packet packet, int transport) {
        ports = packet.getInt(transport);
    }

    /** A query's identifier stands for both ports (RFC 5508, section 3.1). */
    private Reason parseIcmp(Packet packet) {
        if (payloadBytes() < Icmp.HEADER_BYTES) {
            return Reason.MALFORMED;
        }
        icmpType = Icmp.type(packet, payload());
        int identifier = Icmp.identifier(packet, payload());
        ports = identifier << 16 | identifier;
        tcpFlags = 0;
        return null;
    }

    private Reason parseLaterFragment() {
        ports = 0;
        tcpFlags = 0;
        icmpType = NO_TYPE;
        return switch (protocol()) {
            // Offset 8 would let a later fragment overwrite the TCP flags of the first (RFC 1858, section 4.2).
            case Ipv4.PROTOCOL_TCP -> fragmentOffsetBytes() == 8 ? Reason.MALFORMED : null;
            case Ipv4.PROTOCOL_UDP, Ipv4.PROTOCOL_ICMP -> null;
            default -> Reason.UNSUPPORTED_PROTOCOL;
        };
    }

    /** All fragments but the last hold a multiple of 8 bytes, and none ends behind the longest packet (RFC 791). */
    private boolean fragmentIsSound() {
        boolean last = (header.fragmentWord() & Ipv4.MORE_FRAGMENTS) == 0;
        return payloadBytes() > 0
                && (last || (payloadBytes() & 7) == 0)
                && headerBytes + fragmentOffsetBytes() + payloadBytes() <= 0xffff;
    }

    boolean isFragment() {
        return (header.fragmentWord() & (Ipv4.MORE_FRAGMENTS | Ipv4.FRAGMENT_OFFSET_MASK)) != 0;
    }

    /** A fragment without the transport header. */
    boolean isLaterFragment() {
        return (header.fragmentWord() & Ipv4.FRAGMENT_OFFSET_MASK) != 0;
    }

    /** Redirects and source quench are errors too, but concern neighbours only or nobody any more (RFC 6633). */
    boolean isTranslatableError() {
        return icmpType == Icmp.DESTINATION_UNREACHABLE
                || icmpType == Icmp.TIME_EXCEEDED
                || icmpType == Icmp.PARAMETER_PROBLEM;
    }

    boolean isIcmpQuery() {
        return icmpType == Icmp.ECHO_REQUEST
                || icmpType == Icmp.TIMESTAMP_REQUEST
                || icmpType == Icmp.ADDRESS_MASK_REQUEST;
    }

    boolean isIcmpReply() {
        return icmpType == Icmp.ECHO_REPLY || icmpType == Icmp.TIMESTAMP_REPLY || icmpType == Icmp.ADDRESS_MASK_REPLY;
    }

    boolean isEchoRequest() {
        return protocol() == Ipv4.PROTOCOL_ICMP && !isFragment() && icmpType == Icmp.ECHO_REQUEST;
    }

    /** Key of a fragmented packet, low half. */
    long fragmentKeyLow() {
        return Fragments.keyLow(header.identification(), protocol());
    }

    long fragmentExtent() {
        return Fragments.extent(
                fragmentOffsetBytes(), payloadBytes(), (header.fragmentWord() & Ipv4.MORE_FRAGMENTS) == 0);
    }

    private int fragmentOffsetBytes() {
        return (header.fragmentWord() & Ipv4.FRAGMENT_OFFSET_MASK) << 3;
    }

    /** Offset of the transport header. */
    int payload() {
        return IP + headerBytes;
    }

    private int payloadBytes() {
        return header.totalLength() - headerBytes;
    }

    int totalLength() {
        return header.totalLength();
    }

    int timeToLive() {
        return header.timeToLive();
    }

    int protocol() {
        return header.protocol();
    }

    int source() {
        return header.source();
    }

    int destination() {
        return header.destination();
    }

    long sourceEndpoint() {
        return Endpoint.of(source(), ports >>> 16, protocol());
    }

    long destinationEndpoint() {
        return Endpoint.of(destination(), ports & 0xffff, protocol());
    }

    int tcpFlags() {
        return tcpFlags;
    }
}
