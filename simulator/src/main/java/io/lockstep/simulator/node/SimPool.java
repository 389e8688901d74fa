package io.lockstep.simulator.node;

import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;

/** A node's buffers. Catches what is given back twice, counts what is out, and can be told to be exhausted. */
public final class SimPool implements BufferPool {
    private final BufferMemory memory;
    private final int[] free = new int[BufferMemory.BUFFERS];
    private final boolean[] out = new boolean[BufferMemory.BUFFERS];
    private int freeCount = BufferMemory.BUFFERS;
    private boolean exhausted;

    SimPool(BufferMemory memory) {
        this.memory = memory;
        for (int i = 0; i < free.length; i++) {
            free[i] = i;
        }
    }

    /** Whether the pool gives out nothing. */
    public void exhausted(boolean now) {
        exhausted = now;
    }

    /** Whether the pool gives out nothing. */
    public boolean isExhausted() {
        return exhausted;
    }

    /** Buffers that somebody holds. */
    public int inUse() {
        return BufferMemory.BUFFERS - freeCount;
    }

    /** Takes one for a received packet; 0 when there is none. */
    long take() {
        if (exhausted || freeCount == 0) {
            return 0;
        }
        int index = free[--freeCount];
        out[index] = true;
        return memory.buffer(index);
    }

    void give(long handle) {
        int index = memory.index(handle);
        if (!out[index]) {
            throw new IllegalStateException("buffer " + index + " was given back twice");
        }
        out[index] = false;
        free[freeCount++] = index;
    }

    @Override
    public boolean allocate(PacketBurst burst, int count) {
        if (exhausted || freeCount < count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            long handle = take();
            burst.set(i, handle, handle + BufferMemory.HEADROOM_BYTES, 0);
        }
        return true;
    }

    @Override
    public void free(PacketBurst burst, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            give(burst.handle(i));
        }
    }

    @Override
    public int headroomBytes() {
        return BufferMemory.HEADROOM_BYTES;
    }

    @Override
    public int dataBytes() {
        return BufferMemory.DATA_BYTES;
    }
}
