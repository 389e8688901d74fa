package io.lockstep.nf.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lockstep.nf.testkit.AllocationProbe;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** Reading and writing packets and headers makes no heap objects. */
class HeadersAllocationTest {
    private static final int ROUNDS = 20_000;
    private static final int IP = Ethernet.HEADER_BYTES;
    private static final int TRANSPORT = IP + Ipv4.MIN_HEADER_BYTES;
    private static final int LENGTH = 200;
    private static final int HEADROOM = 64;

    private final Packet packet = new Packet();
    private final Packet other = new Packet();
    private final byte[] bytes = new byte[64];
    private long seen;

    @Test
    void shouldNotAllocate() {
        try (Arena arena = Arena.ofConfined()) {
            long one = arena.allocate(512, 8).address();
            long two = arena.allocate(512, 8).address();
            assertEquals(0, AllocationProbe.leastBytes(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    packet.wrap(1, one + HEADROOM, LENGTH, one, one + 512);
                    other.wrap(2, two + HEADROOM, LENGTH, two, two + 512);
                    writeHeaders(i);
                    readHeaders();
                    moveBytes();
                }
            }));
        }
        assertNotEquals(0, seen);
    }

    private void writeHeaders(int i) {
        Ethernet.destination(packet, Ethernet.BROADCAST);
        Ethernet.source(packet, i);
        Ethernet.type(packet, Ethernet.TYPE_IPV4);
        Ipv4.versionAndHeaderBytes(packet, IP, Ipv4.MIN_HEADER_BYTES);
        Ipv4.totalLength(packet, IP, LENGTH - IP);
        Ipv4.identification(packet, IP, i);
        Ipv4.fragmentWord(packet, IP, Ipv4.DONT_FRAGMENT);
        Ipv4.timeToLive(packet, IP, 64);
        Ipv4.protocol(packet, IP, Ipv4.PROTOCOL_TCP);
        Ipv4.source(packet, IP, i);
        Ipv4.destination(packet, IP, ~i);
        Ipv4.fillChecksum(packet, IP, Ipv4.MIN_HEADER_BYTES);
        Ipv4.decrementTimeToLive(packet, IP, Checksum.difference32(i, i));
        Tcp.sequence(packet, TRANSPORT, i);
        Tcp.acknowledgment(packet, TRANSPORT, i);
        Tcp.headerBytesAndFlags(packet, TRANSPORT, Tcp.MIN_HEADER_BYTES, Tcp.ACK);
        Tcp.window(packet, TRANSPORT, i);
        Tcp.urgentPointer(packet, TRANSPORT, 0);
        Tcp.fillChecksum(packet, IP, TRANSPORT, LENGTH - TRANSPORT);
        seen += Tcp.sequence(packet, TRANSPORT) + Tcp.flags(packet, TRANSPORT) + Tcp.window(packet, TRANSPORT);
        Udp.sourcePort(packet, TRANSPORT, i);
        Udp.destinationPort(packet, TRANSPORT, i);
        Udp.length(packet, TRANSPORT, LENGTH - TRANSPORT);
        Udp.fillChecksum(packet, IP, TRANSPORT);
        seen += Udp.sourcePort(packet, TRANSPORT) + Udp.checksum(packet, TRANSPORT);
        Icmp.typeAndCode(packet, TRANSPORT, Icmp.DESTINATION_UNREACHABLE, Icmp.CODE_FRAGMENTATION_NEEDED);
        Icmp.errorWord(packet, TRANSPORT, 1500);
        Icmp.fillChecksum(packet, TRANSPORT, LENGTH - TRANSPORT);
    }

    private void readHeaders() {
        seen += Ethernet.destination(packet) + Ethernet.source(packet) + Ethernet.type(packet);
        seen += Ipv4.version(packet, IP) + Ipv4.headerBytes(packet, IP) + Ipv4.totalLength(packet, IP);
        seen += Ipv4.identification(packet, IP) + Ipv4.fragmentWord(packet, IP) + Ipv4.protocol(packet, IP);
        seen += Ipv4.source(packet, IP) + Ipv4.destination(packet, IP) + Ipv4.timeToLive(packet, IP);
        seen += Ipv4.checksumValid(packet, IP, Ipv4.MIN_HEADER_BYTES) ? 1 : 0;
        seen += Icmp.type(packet, TRANSPORT) + Icmp.code(packet, TRANSPORT) + Icmp.identifier(packet, TRANSPORT);
        seen += Icmp.isError(Icmp.type(packet, TRANSPORT)) ? 1 : 0;
        seen += Checksum.of(packet, 0, LENGTH - 1);
        seen += Checksum.updateUdp(Ipv4.checksum(packet, IP), Checksum.difference16((int) seen, 1));
    }

    private void moveBytes() {
        packet.moveStart(-8);
        packet.moveStart(8);
        packet.resize(LENGTH + 8);
        other.copyFrom(0, packet, 0, LENGTH);
        other.getBytes(0, bytes, 0, bytes.length);
        other.putBytes(64, bytes, 0, bytes.length);
        seen += other.getByte(0) + other.getShort(2) + other.getInt(4) + other.getLong(8) + other.handle();
    }
}
