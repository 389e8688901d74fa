package io.lockstep.benchmarks.jmh;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;

/** Buffers that already hold a frame, on a stack: as cheap as a pool can be, so that what is measured is the worker. One thread. */
final class MemoryPool implements BufferPool {
    private static final int HEADROOM = 128;
    private static final int DATA = 2048;

    private final long[] free;
    private int count;

    /** Fills every buffer with the frame's bytes. */
    MemoryPool(Arena arena, int buffers, byte[] frame) {
        long base = arena.allocate((long) buffers * (HEADROOM + DATA), 64).address();
        free = new long[buffers];
        for (int i = 0; i < buffers; i++) {
            free[count++] = base + (long) i * (HEADROOM + DATA);
            Memory.copyIn(frame, 0, free[i] + HEADROOM, frame.length);
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
