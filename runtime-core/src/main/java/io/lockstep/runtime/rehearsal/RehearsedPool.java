package io.lockstep.runtime.rehearsal;

import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;

/** Some buffers on a stack of their addresses, which are their handles too. One thread. */
final class RehearsedPool implements BufferPool {
    private static final int HEADROOM_BYTES = 128;
    private static final int DATA_BYTES = 2048;

    private final long[] free;
    private int count;

    RehearsedPool(Arena arena, int buffers) {
        long slotBytes = HEADROOM_BYTES + DATA_BYTES;
        long base = arena.allocate(buffers * slotBytes, Long.BYTES).address();
        free = new long[buffers];
        while (count < buffers) {
            free[count] = base + count * slotBytes;
            count++;
        }
    }

    @Override
    public boolean allocate(PacketBurst burst, int buffers) {
        if (count < buffers) {
            return false;
        }
        for (int i = 0; i < buffers; i++) {
            long handle = free[--count];
            burst.set(i, handle, handle + HEADROOM_BYTES, 0);
        }
        return true;
    }

    @Override
    public void free(PacketBurst burst, int offset, int buffers) {
        for (int i = offset; i < offset + buffers; i++) {
            free[count++] = burst.handle(i);
        }
    }

    @Override
    public int headroomBytes() {
        return HEADROOM_BYTES;
    }

    @Override
    public int dataBytes() {
        return DATA_BYTES;
    }
}
