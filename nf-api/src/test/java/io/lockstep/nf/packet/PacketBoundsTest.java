package io.lockstep.nf.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;

/** Every access that touches a byte outside of the packet is refused, for every length and also after it has been compiled. */
final class PacketBoundsTest {
    private static final int MOST_BYTES = 20;
    private static final int ROUNDS = 400;
    private static final List<Integer> FAR = List.of(
            Integer.MIN_VALUE,
            Integer.MIN_VALUE + 1,
            -9,
            -8,
            -1,
            Integer.MAX_VALUE - 8,
            Integer.MAX_VALUE - 7,
            Integer.MAX_VALUE - 1,
            Integer.MAX_VALUE);

    private record Accessor(String name, int size, ObjIntConsumer<Packet> access) {}

    private static final List<Accessor> ACCESSORS = List.of(
            new Accessor("getByte", 1, Packet::getByte),
            new Accessor("getUnsignedByte", 1, Packet::getUnsignedByte),
            new Accessor("getShort", 2, Packet::getShort),
            new Accessor("getUnsignedShort", 2, Packet::getUnsignedShort),
            new Accessor("getInt", 4, Packet::getInt),
            new Accessor("getLong", 8, Packet::getLong),
            new Accessor("putByte", 1, (packet, offset) -> packet.putByte(offset, 1)),
            new Accessor("putShort", 2, (packet, offset) -> packet.putShort(offset, 1)),
            new Accessor("putInt", 4, (packet, offset) -> packet.putInt(offset, 1)),
            new Accessor("putLong", 8, (packet, offset) -> packet.putLong(offset, 1)),
            new Accessor("getBytes", 3, (packet, offset) -> packet.getBytes(offset, new byte[3], 0, 3)),
            new Accessor("putBytes", 3, (packet, offset) -> packet.putBytes(offset, new byte[3], 0, 3)),
            new Accessor("copyFrom", 3, (packet, offset) -> packet.copyFrom(offset, packet, 0, 3)),
            new Accessor("copyTo", 3, (packet, offset) -> packet.copyFrom(0, packet, offset, 3)));

    @Test
    void shouldRefuseWhatIsNotInsideThePacket() {
        for (int round = 0; round < ROUNDS; round++) {
            for (int length = 3; length <= MOST_BYTES; length++) {
                Packet packet = packet(length);
                for (Accessor accessor : ACCESSORS) {
                    for (int offset = -2; offset <= MOST_BYTES + 2; offset++) {
                        check(packet, accessor, offset);
                    }
                }
            }
        }
        for (Accessor accessor : ACCESSORS) {
            FAR.forEach(offset -> check(packet(MOST_BYTES), accessor, offset));
        }
    }

    @Test
    void shouldSayWhichBytesAreMissing() {
        IndexOutOfBoundsException e =
                assertThrows(IndexOutOfBoundsException.class, () -> packet(5).getInt(2));
        assertEquals("4 bytes at offset 2 are not inside a packet of 5 bytes", e.getMessage());
    }

    @Test
    void shouldHaveNothingInAnEmptyPacket() {
        Packet empty = new Packet();
        assertThrows(IndexOutOfBoundsException.class, () -> empty.getByte(0));
        empty.getBytes(0, new byte[0], 0, 0);
    }

    private static final Packet PACKET = Packets.of("00".repeat(MOST_BYTES));

    private static Packet packet(int length) {
        PACKET.resize(length);
        return PACKET;
    }

    private static void check(Packet packet, Accessor accessor, int offset) {
        boolean inside = offset >= 0 && (long) offset + accessor.size <= packet.length();
        try {
            accessor.access.accept(packet, offset);
            assertTrue(inside, () -> accessor.name + " at " + offset + " of " + packet.length());
        } catch (IndexOutOfBoundsException e) {
            assertTrue(!inside, () -> accessor.name + " at " + offset + " of " + packet.length());
        }
    }
}
