package io.lockstep.runtime.port;

import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;

/**
 * Buffers outside the heap on a stack of their addresses, for a node without a port driver: a rehearsal, a measurement, a test. Unlike
 * other pools it is for one thread only, the one that runs all agents of the node. A handle is the buffer's start. Allocates nothing.
 */
public final class BufferStack implements BufferPool {
    /** Bytes before a fresh packet. */
    public static final int HEADROOM_BYTES = 128;
    /** Bytes that a packet in a fresh buffer may have. */
    public static final int DATA_BYTES = 2048;

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
    public int available() {
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
