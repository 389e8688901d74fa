package io.lockstep.nf.testkit;

import io.lockstep.nf.PortInfo;
import io.lockstep.nf.packet.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A node's packet buffers, with the headroom of an mbuf. What the API leaves undefined in a buffer is garbage here, and
 * other garbage on every node: a network function that lets it through is found out.
 */
final class BedBuffers {
    private static final int HEADROOM_BYTES = 128;
    private static final int MIN_ROOM_BYTES = 2048;
    private static final int LAYER_2_BYTES = 22;

    private final Arena arena = Arena.ofAuto();
    private final SplittableRandom garbage;
    private final int roomBytes;
    private final byte[] filling;
    private final ArrayDeque<MemorySegment> unused = new ArrayDeque<>();
    private final Map<Packet, MemorySegment> used = new HashMap<>();

    BedBuffers(List<PortInfo> ports, SplittableRandom garbage) {
        this.garbage = garbage;
        this.roomBytes =
                ports.stream().mapToInt(port -> port.mtuBytes() + LAYER_2_BYTES).reduce(MIN_ROOM_BYTES, Math::max);
        this.filling = new byte[HEADROOM_BYTES + roomBytes];
    }

    /** A packet of undefined content. */
    Packet take(int lengthBytes) {
        if (lengthBytes < 0 || lengthBytes > roomBytes) {
            throw new IllegalArgumentException(
                    "a packet of " + lengthBytes + " bytes does not fit a buffer of " + roomBytes);
        }
        MemorySegment buffer = unused.isEmpty() ? arena.allocate(filling.length, 64) : unused.pop();
        garbage.nextBytes(filling);
        buffer.copyFrom(MemorySegment.ofArray(filling));
        Packet packet = new Packet();
        long start = buffer.address();
        packet.wrap(start, start + HEADROOM_BYTES, lengthBytes, start, start + buffer.byteSize());
        used.put(packet, buffer);
        return packet;
    }

    /** A packet with a frame's bytes. */
    Packet take(byte[] frame) {
        Packet packet = take(frame.length);
        packet.putBytes(0, frame, 0, frame.length);
        return packet;
    }

    /** Takes a packet back; the flyweight is empty from then on, so that late use of it throws. */
    void release(Packet packet) {
        unused.push(used.remove(packet));
        packet.wrap(0, 0, 0, 0, 0);
    }

    static byte[] bytes(Packet packet) {
        byte[] bytes = new byte[packet.length()];
        packet.getBytes(0, bytes, 0, bytes.length);
        return bytes;
    }
}
