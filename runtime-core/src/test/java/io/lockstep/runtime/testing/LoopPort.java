package io.lockstep.runtime.testing;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;

/** A queue pair that receives the same frames again and again, in turn, allocates nothing and counts what is sent. */
public final class LoopPort implements PortQueue {
    private final BufferStack pool;
    private final byte[][] frames;
    private int nextFrame;
    private int toReceive;
    private boolean jammed;
    private long sent;

    /** Makes a port on a pool. */
    public LoopPort(BufferStack pool, byte[]... frames) {
        this.pool = pool;
        this.frames = frames;
    }

    /** Lets so many frames arrive. */
    public void arrive(int frames) {
        toReceive += frames;
    }

    /** Sends nothing from now on, or sends again. */
    public void jam(boolean jammed) {
        this.jammed = jammed;
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
            byte[] frame = frames[nextFrame];
            nextFrame = nextFrame + 1 == frames.length ? 0 : nextFrame + 1;
            Memory.copyIn(frame, 0, burst.address(i), frame.length);
            burst.set(i, burst.handle(i), burst.address(i), frame.length);
        }
        toReceive -= count;
        return count;
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        if (jammed) {
            return 0;
        }
        pool.free(burst, offset, count);
        sent += count;
        return count;
    }
}
