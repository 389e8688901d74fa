package io.lockstep.runtime.rehearsal;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;

/** A queue pair that receives some frames once it is opened, one at a time, and counts what is sent. One thread. */
final class RehearsedPort implements PortQueue {
    private final BufferStack pool;
    private final byte[][] frames;
    private int next;
    private boolean open;
    private int sent;

    RehearsedPort(BufferStack pool, byte[]... frames) {
        this.pool = pool;
        this.frames = frames;
    }

    /** Whether the frames that are left arrive when they are asked for. */
    void open(boolean opened) {
        open = opened;
    }

    /** Frames sent so far. */
    int sent() {
        return sent;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        if (!open || limit < 1 || next == frames.length || !pool.allocate(burst, 1)) {
            return 0;
        }
        byte[] frame = frames[next++];
        Memory.copyIn(frame, 0, burst.address(0), frame.length);
        burst.set(0, burst.handle(0), burst.address(0), frame.length);
        return 1;
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        pool.free(burst, offset, count);
        sent += count;
        return count;
    }
}
