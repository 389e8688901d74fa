package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.packet.Ethernet;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.packet.Tcp;
import io.lockstep.nf.packet.Udp;
import java.lang.foreign.Arena;

/** Well-formed frames in memory of an arena. */
final class FrameBytes {
    private static final int IP = Ethernet.HEADER_BYTES;
    private static final int TRANSPORT = IP + Ipv4.MIN_HEADER_BYTES;

    private FrameBytes() {}

    /** A frame of zeros, of which the caller fills what matters. */
    static Packet empty(Arena arena, int lengthBytes) {
        long address = arena.allocate(lengthBytes, 64).address();
        Packet packet = new Packet();
        packet.wrap(0, address, lengthBytes, address, address + lengthBytes);
        return packet;
    }

    /** A UDP datagram with right checksums. */
    static Packet udp(Arena arena, int lengthBytes, int source, int sourcePort, int destination) {
        Packet packet = ipv4(arena, lengthBytes, Ipv4.PROTOCOL_UDP, source, destination);
        Udp.sourcePort(packet, TRANSPORT, sourcePort);
        Udp.destinationPort(packet, TRANSPORT, 53);
        Udp.length(packet, TRANSPORT, lengthBytes - TRANSPORT);
        Udp.fillChecksum(packet, IP, TRANSPORT);
        return packet;
    }

    /** A TCP segment in the middle of a connection, with right checksums. */
    static Packet tcp(Arena arena, int lengthBytes, int source, int sourcePort, int destination) {
        Packet packet = ipv4(arena, lengthBytes, Ipv4.PROTOCOL_TCP, source, destination);
        Tcp.sourcePort(packet, TRANSPORT, sourcePort);
        Tcp.destinationPort(packet, TRANSPORT, 443);
        Tcp.headerBytesAndFlags(packet, TRANSPORT, Tcp.MIN_HEADER_BYTES, Tcp.ACK);
        Tcp.fillChecksum(packet, IP, TRANSPORT, lengthBytes - TRANSPORT);
        return packet;
    }

    private static Packet ipv4(Arena arena, int lengthBytes, int protocol, int source, int destination) {
        Packet packet = empty(arena, lengthBytes);
        Ethernet.type(packet, Ethernet.TYPE_IPV4);
        Ipv4.versionAndHeaderBytes(packet, IP, Ipv4.MIN_HEADER_BYTES);
        Ipv4.totalLength(packet, IP, lengthBytes - IP);
        Ipv4.timeToLive(packet, IP, 64);
        Ipv4.protocol(packet, IP, protocol);
        Ipv4.source(packet, IP, source);
        Ipv4.destination(packet, IP, destination);
        Ipv4.fillChecksum(packet, IP, Ipv4.MIN_HEADER_BYTES);
        return packet;
    }
}
