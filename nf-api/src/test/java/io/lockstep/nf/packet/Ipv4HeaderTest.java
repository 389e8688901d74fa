package io.lockstep.nf.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The three loads must say what the accessors of single fields say, for any bytes. */
final class Ipv4HeaderTest {
    private static final int IP = 14;

    @Test
    void shouldAgreeWithTheFieldsForAnyBytes() {
        Random random = new Random(4);
        Ipv4Header header = new Ipv4Header();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64);
            Packet packet = new Packet();
            packet.wrap(0, memory.address(), 64, memory.address(), memory.address() + 64);
            for (int round = 0; round < 10_000; round++) {
                for (int i = 0; i < 64; i++) {
                    memory.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
                }
                if (round % 3 == 0) {
                    Ipv4.versionAndHeaderBytes(packet, IP, Ipv4.MIN_HEADER_BYTES);
                }
                if (round % 2 == 0) {
                    Ipv4.fillChecksum(packet, IP, Ipv4.MIN_HEADER_BYTES);
                }
                header.read(packet, IP);
                assertEquals(Ipv4.version(packet, IP), header.version());
                boolean plain = Ipv4.version(packet, IP) == 4 && Ipv4.headerBytes(packet, IP) == Ipv4.MIN_HEADER_BYTES;
                assertEquals(plain, header.isPlain());
                assertEquals(Ipv4.headerBytes(packet, IP), header.headerBytes());
                assertEquals(Ipv4.totalLength(packet, IP), header.totalLength());
                assertEquals(Ipv4.identification(packet, IP), header.identification());
                assertEquals(Ipv4.fragmentWord(packet, IP), header.fragmentWord());
                assertEquals(Ipv4.timeToLive(packet, IP), header.timeToLive());
                assertEquals(Ipv4.protocol(packet, IP), header.protocol());
                assertEquals(Ipv4.source(packet, IP), header.source());
                assertEquals(Ipv4.destination(packet, IP), header.destination());
                assertEquals(Ipv4.checksumValid(packet, IP, Ipv4.MIN_HEADER_BYTES), header.checksumValid());
            }
        }
    }

    @Test
    void shouldNotReadBehindAPacketThatIsTooShort() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64);
            Packet packet = new Packet();
            packet.wrap(0, memory.address(), IP + Ipv4.MIN_HEADER_BYTES - 1, memory.address(), memory.address() + 64);
            Ipv4Header header = new Ipv4Header();
            assertThrows(IndexOutOfBoundsException.class, () -> header.read(packet, IP));
        }
    }
}
