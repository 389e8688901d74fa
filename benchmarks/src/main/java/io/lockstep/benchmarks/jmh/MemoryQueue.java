package io.lockstep.benchmarks.jmh;

import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;

/** A queue pair without a port behind it: receives buffers of a {@link BufferStack} as they are, gives sent ones back and counts them. */
final class MemoryQueue implements PortQueue {
    private final BufferStack pool;
    private final int frameBytes;
    private int toReceive;
    private long sent;

    MemoryQueue(BufferStack pool, int frameBytes) {
        this.pool = pool;
        this.frameBytes = frameBytes;
    }

    /** Lets so many frames arrive. */
    void arrive(int frames) {
        toReceive += frames;
    }

    /** Frames sent so far. */
    long sent() {
        return sent;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        int count = Math.min(limit, toReceive);
        if (count == 0 || !pool.allocate(burst, count)) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            burst.set(i, burst.handle(i), burst.address(i), frameBytes);
        }
        toReceive -= count;
        return count;
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        pool.free(burst, offset, count);
        sent += count;
        return count;
    }
}
