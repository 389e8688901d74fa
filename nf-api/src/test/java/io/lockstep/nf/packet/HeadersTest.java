package io.lockstep.nf.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Hand-made vectors: the fields are read where the RFC's picture has them, and setters change nothing else. */
class HeadersTest {
    /** 192.168.0.1 to 192.168.0.199, UDP, with a header checksum computed by hand. */
    private static final String IPV4 = "4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7";

    @Test
    void shouldReadAndWriteEthernet() {
        Packet packet = Packets.of("0102 0304 0506 a1a2 a3a4 a5a6 0800 ff");
        assertEquals(0x0102_0304_0506L, Ethernet.destination(packet));
        assertEquals(0xa1a2_a3a4_a5a6L, Ethernet.source(packet));
        assertEquals(Ethernet.TYPE_IPV4, Ethernet.type(packet));
        Ethernet.destination(packet, 0x1112_1314_1516L);
        Ethernet.source(packet, 0xb1b2_b3b4_b5b6L);
        Ethernet.type(packet, Ethernet.TYPE_IPV6);
        assertEquals("111213141516b1b2b3b4b5b686ddff", Packets.hex(packet));
    }

    @Test
    void shouldSwapEthernetAddresses() {
        Packet packet = Packets.of("0102 0384 0586 a1a2 a3a4 a5a6 0800 ff");
        Ethernet.swapAddresses(packet);
        assertEquals("a1a2a3a4a5a60102038405860800ff", Packets.hex(packet));
        Packet tooShort = Packets.of("0102 0384 0586 a1a2 a3a4 a5");
        assertThrows(IndexOutOfBoundsException.class, () -> Ethernet.swapAddresses(tooShort));
        assertEquals("010203840586a1a2a3a4a5", Packets.hex(tooShort));
    }

    @Test
    void shouldReadIpv4() {
        Packet packet = Packets.of(IPV4);
        assertEquals(4, Ipv4.version(packet, 0));
        assertEquals(20, Ipv4.headerBytes(packet, 0));
        assertEquals(0x73, Ipv4.totalLength(packet, 0));
        assertEquals(0, Ipv4.identification(packet, 0));
        assertEquals(Ipv4.DONT_FRAGMENT, Ipv4.fragmentWord(packet, 0));
        assertEquals(0x40, Ipv4.timeToLive(packet, 0));
        assertEquals(Ipv4.PROTOCOL_UDP, Ipv4.protocol(packet, 0));
        assertEquals(0xb861, Ipv4.checksum(packet, 0));
        assertEquals(0xc0a80001, Ipv4.source(packet, 0));
        assertEquals(0xc0a800c7, Ipv4.destination(packet, 0));
        assertTrue(Ipv4.checksumValid(packet, 0, 20));
        packet.putByte(19, 0xc6);
        assertFalse(Ipv4.checksumValid(packet, 0, 20));
    }

    @Test
    void shouldBuildTheSameIpv4HeaderFieldByField() {
        Packet packet = Packets.of("ff".repeat(20));
        Ipv4.versionAndHeaderBytes(packet, 0, 20);
        Ipv4.totalLength(packet, 0, 0x73);
        Ipv4.identification(packet, 0, 0);
        Ipv4.fragmentWord(packet, 0, Ipv4.DONT_FRAGMENT);
        Ipv4.timeToLive(packet, 0, 64);
        Ipv4.protocol(packet, 0, Ipv4.PROTOCOL_UDP);
        Ipv4.source(packet, 0, 0xc0a80001);
        Ipv4.destination(packet, 0, 0xc0a800c7);
        Ipv4.fillChecksum(packet, 0, 20);
        assertEquals(IPV4.replace(" ", ""), Packets.hex(packet));
    }

    @Test
    void shouldReadTheHeaderLengthWithOptions() {
        assertEquals(60, Ipv4.headerBytes(Packets.of("4f"), 0));
        assertEquals(0, Ipv4.headerBytes(Packets.of("40"), 0));
    }

    @Test
    void shouldDecrementTimeToLiveWithTheChecksumRight() {
        for (int timeToLive = 1; timeToLive <= 255; timeToLive++) {
            Packet packet = Packets.of(IPV4);
            Ipv4.timeToLive(packet, 0, timeToLive);
            Ipv4.fillChecksum(packet, 0, 20);
            int difference = Checksum.difference32(Ipv4.source(packet, 0), 0xcb007101);
            Ipv4.source(packet, 0, 0xcb007101);
            Ipv4.decrementTimeToLive(packet, 0, difference);
            assertEquals(timeToLive - 1, Ipv4.timeToLive(packet, 0));
            assertEquals(Ipv4.PROTOCOL_UDP, Ipv4.protocol(packet, 0));
            assertTrue(Ipv4.checksumValid(packet, 0, 20));
        }
    }

    @Test
    void shouldReadAndWriteUdp() {
        Packet packet = Packets.of("0035 d903 000a 1234 abcd");
        assertEquals(53, Udp.sourcePort(packet, 0));
        assertEquals(0xd903, Udp.destinationPort(packet, 0));
        assertEquals(10, Udp.length(packet, 0));
        assertEquals(0x1234, Udp.checksum(packet, 0));
        Udp.sourcePort(packet, 0, 0xfffe);
        Udp.destinationPort(packet, 0, 1);
        Udp.length(packet, 0, 9);
        Udp.checksum(packet, 0, 0);
        assertEquals("fffe000100090000abcd", Packets.hex(packet));
    }

    @Test
    void shouldFillTheUdpChecksumOverThePseudoHeader() {
        Packet packet = Packets.of("4500 001e 0000 4000 4011 0000 0a000001 0a000002 1000 2000 000a 0000 abcd");
        Udp.fillChecksum(packet, 0, 20);
        // 0a00+0001+0a00+0002+0011+000a+1000+2000+000a+abcd = eff5, by hand.
        assertEquals(~0xeff5 & 0xffff, Udp.checksum(packet, 20));
    }

    @Test
    void shouldReadAndWriteTcp() {
        Packet packet = Packets.of("d903 0050 11223344 55667788 5012 7210 abcd 0000");
        assertEquals(0xd903, Tcp.sourcePort(packet, 0));
        assertEquals(80, Tcp.destinationPort(packet, 0));
        assertEquals(0x11223344, Tcp.sequence(packet, 0));
        assertEquals(0x55667788, Tcp.acknowledgment(packet, 0));
        assertEquals(20, Tcp.headerBytes(packet, 0));
        assertEquals(Tcp.SYN | Tcp.ACK, Tcp.flags(packet, 0));
        assertEquals(0x7210, Tcp.window(packet, 0));
        assertEquals(0xabcd, Tcp.checksum(packet, 0));
        Tcp.sourcePort(packet, 0, 1);
        Tcp.destinationPort(packet, 0, 2);
        Tcp.sequence(packet, 0, 3);
        Tcp.acknowledgment(packet, 0, 4);
        Tcp.headerBytesAndFlags(packet, 0, 60, Tcp.RST);
        Tcp.window(packet, 0, 5);
        Tcp.checksum(packet, 0, 6);
        Tcp.urgentPointer(packet, 0, 7);
        assertEquals("000100020000000300000004f0040005" + "00060007", Packets.hex(packet));
        assertEquals(60, Tcp.headerBytes(packet, 0));
    }

    @Test
    void shouldReadAndWriteIcmp() {
        Packet packet = Packets.of("0800 0000 1234 0001 6162");
        Icmp.fillChecksum(packet, 0, 10);
        assertEquals(0, Checksum.of(packet, 0, 10));
        assertEquals(Icmp.ECHO_REQUEST, Icmp.type(packet, 0));
        assertEquals(0, Icmp.code(packet, 0));
        assertEquals(0x1234, Icmp.identifier(packet, 0));
        assertEquals(1, Icmp.sequence(packet, 0));
        Icmp.typeAndCode(packet, 0, Icmp.DESTINATION_UNREACHABLE, Icmp.CODE_FRAGMENTATION_NEEDED);
        Icmp.checksum(packet, 0, 0);
        Icmp.errorWord(packet, 0, 1400);
        assertEquals("0304" + "0000" + "00000578" + "6162", Packets.hex(packet));
    }

    @Test
    void shouldKnowWhichIcmpTypesAreErrors() {
        for (int type = 0; type < 256; type++) {
            boolean error = type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
            assertEquals(error, Icmp.isError(type), "type " + type);
        }
    }

    @Test
    void shouldRefuseToReadBehindTheEnd() {
        Packet packet = Packets.of("0035 d903 000a 12");
        assertThrows(IndexOutOfBoundsException.class, () -> Udp.checksum(packet, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Ipv4.source(packet, 0));
    }
}
