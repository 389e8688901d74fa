package io.lockstep.benchmarks.performance.paced;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;

/**
 * Buffers outside the heap on a stack of their addresses; allocates nothing. For the one thread that runs all agents of a node, so unlike
 * other pools it is not safe for several. A handle is the buffer's start.
 */
public final class BufferStack implements BufferPool {
    static final int HEADROOM_BYTES = 128;
    static final int DATA_BYTES = 2048;

    private final long[] free;
    private int count;

    /** Allocates the buffers. */
    public BufferStack(Arena arena, int buffers) {
        long slotBytes = HEADROOM_BYTES + DATA_BYTES;
        long base = arena.allocate(buffers * slotBytes, 64).address();
        free = new long[buffers];
        for (int i = 0; i < buffers; i++) {
            free[count++] = base + i * slotBytes;
        }
    }

    /** Fills every free buffer with a frame's bytes. */
    public void fill(byte[] frame) {
        for (int i = 0; i < count; i++) {
            Memory.copyIn(frame, 0, free[i] + HEADROOM_BYTES, frame.length);
        }
    }

    /** Buffers that nobody holds. */
    int available() {
        return count;
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
