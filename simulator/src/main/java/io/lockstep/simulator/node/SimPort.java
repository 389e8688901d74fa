package io.lockstep.simulator.node;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;
import java.util.ArrayDeque;

/** One queue of a port: frames on their way in, bounded as a NIC's ring is; frames that leave go to whoever watches. */
public final class SimPort implements PortQueue {
    private static final int RING = 64;

    private final SimPool pool;
    private final Wire wire;
    private final int port;
    private final int worker;
    private final ArrayDeque<byte[]> toReceive = new ArrayDeque<>();
    private final byte[] frame = new byte[BufferMemory.HEADROOM_BYTES + BufferMemory.DATA_BYTES];
    private long taken;
    private int accepts = Integer.MAX_VALUE;

    /** Sees what leaves a node. */
    @FunctionalInterface
    public interface Wire {
        /** A frame has left; the array is used again afterwards. */
        void onFrame(int port, int worker, byte[] frame, int lengthBytes);
    }

    SimPort(SimPool pool, Wire wire, int port, int worker) {
        this.pool = pool;
        this.wire = wire;
        this.port = port;
        this.worker = worker;
    }

    /** A frame arrives; false when the ring is full and it is lost. */
    public boolean arrive(byte[] bytes) {
        return toReceive.size() < RING && toReceive.add(bytes);
    }

    /** Frames that the node has not received. */
    public int waiting() {
        return toReceive.size();
    }

    /** Frames that the node has received. */
    long taken() {
        return taken;
    }

    /** How many frames the port takes per call from now on. */
    public void accepts(int frames) {
        accepts = frames;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        int count = 0;
        while (count < limit && !toReceive.isEmpty()) {
            long handle = pool.take();
            if (handle == 0) {
                break;
            }
            byte[] bytes = toReceive.poll();
            long address = handle + BufferMemory.HEADROOM_BYTES;
            Memory.copyIn(bytes, 0, address, bytes.length);
            burst.set(count++, handle, address, bytes.length);
        }
        taken += count;
        return count;
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        int taken = Math.min(count, accepts);
        for (int i = offset; i < offset + taken; i++) {
            int length = burst.length(i);
            Memory.copyOut(burst.address(i), frame, 0, length);
            pool.give(burst.handle(i));
            wire.onFrame(port, worker, frame, length);
        }
        return taken;
    }
}
