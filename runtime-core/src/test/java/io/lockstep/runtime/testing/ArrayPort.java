package io.lockstep.runtime.testing;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A queue pair over lists of frames. */
public final class ArrayPort implements PortQueue {
    private final ArrayPool pool;
    private final ArrayDeque<byte[]> toReceive = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private int sentAsReceived;
    private int accept = Integer.MAX_VALUE;

    /** Makes a port that takes its buffers from a pool. */
    public ArrayPort(ArrayPool pool) {
        this.pool = pool;
    }

    /** Puts a frame on the wire towards the node. */
    public void arrive(byte[] frame) {
        toReceive.add(frame);
    }

    /** Frames that the node has not received yet. */
    public int waiting() {
        return toReceive.size();
    }

    /** Frames that left, in order. */
    public List<byte[]> sent() {
        return sent;
    }

    /** How many of the frames that left were sent as they had been received. */
    public int sentAsReceived() {
        return sentAsReceived;
    }

    /** How many packets the port takes from now on. */
    public void accept(int packets) {
        accept = packets;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        int count = 0;
        while (count < limit && !toReceive.isEmpty()) {
            long handle = pool.take();
            if (handle == 0) {
                break;
            }
            byte[] frame = toReceive.poll();
            boolean fits = frame.length <= pool.dataBytes();
            long address = fits ? handle + pool.headroomBytes() : 0;
            Memory.copyIn(frame, 0, address, fits ? frame.length : 0);
            burst.set(count++, handle, address, frame.length);
        }
        return count;
    }

    /** What a driver cannot see, this one does: that the packets begin where received ones do. */
    @Override
    public int transmitReceived(PacketBurst burst, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (burst.address(i) != burst.handle(i) + pool.headroomBytes()) {
                throw new AssertionError("place " + i + " does not begin where packets are received");
            }
        }
        int taken = transmit(burst, offset, count);
        sentAsReceived += taken;
        return taken;
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        int taken = Math.min(count, accept);
        for (int i = offset; i < offset + taken; i++) {
            byte[] frame = new byte[burst.length(i)];
            Memory.copyOut(burst.address(i), frame, 0, frame.length);
            sent.add(frame);
            pool.give(burst.handle(i));
        }
        if (accept != Integer.MAX_VALUE) {
            accept -= taken;
        }
        return taken;
    }
}
