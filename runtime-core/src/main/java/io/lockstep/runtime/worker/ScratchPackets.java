package io.lockstep.runtime.worker;

import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Packet;
import java.lang.foreign.Arena;

/**
 * Memory for packets that a network function makes while the buffer pool is empty: it may write them as on the other node, but
 * they are counted as lost instead of being sent. Shared by a worker's contexts, since nobody reads them.
 */
final class ScratchPackets {
    private final long address;
    private final int bytes;

    ScratchPackets(Arena arena, int bytes) {
        this.bytes = bytes;
        this.address =
                arena.allocate((long) bytes * PacketContext.EXTRA_PACKETS, 64).address();
    }

    void wrap(Packet packet, int index, int lengthBytes) {
        long start = address + (long) index * bytes;
        packet.wrap(0, start, lengthBytes, start, start + bytes);
    }
}
