package io.lockstep.runtime.testing;

import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** Buffers cut from one piece of memory; a handle is the buffer's start. Catches double frees and leaks. */
public final class ArrayPool implements BufferPool {
    private static final int HEADROOM = 128;
    private static final int DATA = 2048;

    private final ArrayDeque<Long> free = new ArrayDeque<>();
    private final Set<Long> out = new HashSet<>();

    /** Makes a pool. */
    public ArrayPool(Arena arena, int buffers) {
        long base = arena.allocate((long) buffers * (HEADROOM + DATA), 64).address();
        for (int i = 0; i < buffers; i++) {
            free.add(base + (long) i * (HEADROOM + DATA));
        }
    }

    /** Buffers that somebody holds. */
    public int inUse() {
        return out.size();
    }

    /** Takes one buffer for a received packet; 0 when empty. */
    public long take() {
        Long handle = free.poll();
        if (handle == null) {
            return 0;
        }
        out.add(handle);
        return handle;
    }

    /** Gives one back. */
    public void give(long handle) {
        if (!out.remove(handle)) {
            throw new AssertionError("buffer " + handle + " was given back twice");
        }
        free.add(handle);
    }

    @Override
    public boolean allocate(PacketBurst burst, int count) {
        if (free.size() < count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            long handle = take();
            burst.set(i, handle, handle + HEADROOM, 0);
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
        return HEADROOM;
    }

    @Override
    public int dataBytes() {
        return DATA;
    }
}
