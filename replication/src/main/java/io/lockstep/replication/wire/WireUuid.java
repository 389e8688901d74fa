package io.lockstep.replication.wire;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/** A UUID in a frame: most significant 64 bits, then least significant, each little-endian. Zero means none. */
final class WireUuid {
    static final UUID NONE = new UUID(0, 0);

    private WireUuid() {}

    static void write(ByteBuf frame, UUID id) {
        frame.writeLongLE(id.getMostSignificantBits());
        frame.writeLongLE(id.getLeastSignificantBits());
    }

    static UUID read(ByteBuf frame) {
        return new UUID(frame.readLongLE(), frame.readLongLE());
    }
}
