package io.lockstep.runtime.testing;

import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;

/** Buffers on a stack of longs: allocates nothing. */
public final class LoopPool implements BufferPool {
    private static final int HEADROOM = 128;
    private static final int DATA = 2048;

    private final long[] free;
    private int count;

    /** Makes a pool. */
    public LoopPool(Arena arena, int buffers) {
        long base = arena.allocate((long) buffers * (HEADROOM + DATA), 64).address();
        free = new long[buffers];
        for (int i = 0; i < buffers; i++) {
            free[count++] = base + (long) i * (HEADROOM + DATA);
        }
    }

    @Override
    public boolean allocate(PacketBurst burst, int buffers) {
        if (count < buffers) {
            return false;
        }
        for (int i = 0; i < buffers; i++) {
            long handle = free[--count];
            burst.set(i, handle, handle + HEADROOM, 0);
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
        return HEADROOM;
    }

    @Override
    public int dataBytes() {
        return DATA;
    }
}
