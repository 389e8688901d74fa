package io.lockstep.nf.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The writes that do several fields at once must leave what the single fields' writes leave, for any bytes. */
final class ForwardingWritesTest {
    private static final int BYTES = 64;
    private static final int IP = 14;
    private static final int UDP = 34;
    private static final int ROUNDS = 20_000;

    private final Random random = new Random(5);
    private final Arena arena = Arena.ofConfined();
    private final Packet one = packet(BYTES);
    private final Packet other = packet(BYTES);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldForwardFromAnotherSourceAsFieldByField() {
        for (int round = 0; round < ROUNDS; round++) {
            fill();
            int source = address(round);
            int difference = Checksum.difference32(Ipv4.source(other, IP), source);
            Ipv4.source(other, IP, source);
            Ipv4.decrementTimeToLive(other, IP, difference);
            assertEquals(difference, Ipv4.forwardFrom(one, IP, source));
            assertSame();
        }
    }

    @Test
    void shouldChangeUdpPortsAsFieldByField() {
        for (int round = 0; round < ROUNDS; round++) {
            fill();
            if (round % 4 == 0) {
                Udp.checksum(one, UDP, 0);
                Udp.checksum(other, UDP, 0);
            }
            int difference = Checksum.difference32(random.nextInt(), random.nextInt());
            int port = round % 3 == 0 ? 0xffff : random.nextInt(1 << 16);
            int before = round % 2 == 0 ? Udp.sourcePort(other, UDP) : Udp.destinationPort(other, UDP);
            int all = difference + Checksum.difference16(before, port);
            Udp.checksum(other, UDP, Checksum.updateUdp(Udp.checksum(other, UDP), all));
            if (round % 2 == 0) {
                Udp.sourcePort(other, UDP, port);
                Udp.changeSourcePort(one, UDP, port, difference);
            } else {
                Udp.destinationPort(other, UDP, port);
                Udp.changeDestinationPort(one, UDP, port, difference);
            }
            assertSame();
        }
    }

    @Test
    void shouldNotWriteBehindAPacketThatIsTooShort() {
        Packet noAddress = packet(IP + 15);
        assertThrows(IndexOutOfBoundsException.class, () -> Ipv4.forwardFrom(noAddress, IP, 1));
        Packet noChecksum = packet(UDP + Udp.HEADER_BYTES - 1);
        assertThrows(IndexOutOfBoundsException.class, () -> Udp.changeSourcePort(noChecksum, UDP, 1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Udp.changeDestinationPort(noChecksum, UDP, 1, 0));
    }

    private int address(int round) {
        return round % 3 == 0 ? -1 : random.nextInt();
    }

    private void fill() {
        for (int i = 0; i < BYTES; i++) {
            one.putByte(i, random.nextInt());
        }
        other.copyFrom(0, one, 0, BYTES);
    }

    private void assertSame() {
        assertArrayEquals(bytes(other), bytes(one));
    }

    private static byte[] bytes(Packet packet) {
        byte[] bytes = new byte[BYTES];
        packet.getBytes(0, bytes, 0, BYTES);
        return bytes;
    }

    private Packet packet(int lengthBytes) {
        long address = arena.allocate(BYTES).address();
        Packet packet = new Packet();
        packet.wrap(0, address, lengthBytes, address, address + BYTES);
        return packet;
    }
}
