package io.lockstep.runtime.testing;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;

/** A queue pair that receives the same frame again and again, allocates nothing and counts what is sent. */
public final class LoopPort implements PortQueue {
    private final LoopPool pool;
    private final byte[] frame;
    private int toReceive;
    private long sent;

    /** Makes a port on a pool. */
    public LoopPort(LoopPool pool, byte[] frame) {
        this.pool = pool;
        this.frame = frame;
    }

    /** Lets so many frames arrive. */
    public void arrive(int frames) {
        toReceive += frames;
    }

    /** Frames sent. */
    public long sent() {
        return sent;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        int count = Math.min(limit, toReceive);
        if (count == 0 || !pool.allocate(burst, count)) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            Memory.copyIn(frame, 0, burst.address(i), frame.length);
            burst.set(i, burst.handle(i), burst.address(i), frame.length);
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
