package io.lockstep.simulator.net;

import io.netty.buffer.ByteBuf;

/**
 * One direction of a connection: bytes that the sender's kernel holds, then bytes that the receiver's kernel holds.
 *
 * <pre>
 *   read <= delivered <= written;   written - delivered <= send capacity;   delivered - read <= receive capacity
 * </pre>
 */
final class Pipe {
    private final byte[] bytes;
    private final int mask;
    private final int sendCapacity;
    private final int receiveCapacity;
    private long written;
    private long delivered;
    private long read;

    Pipe(int sendCapacity, int receiveCapacity) {
        this.sendCapacity = sendCapacity;
        this.receiveCapacity = receiveCapacity;
        this.bytes = new byte[Integer.highestOneBit(sendCapacity + receiveCapacity - 1) << 1];
        this.mask = bytes.length - 1;
    }

    /** Sender: takes as much as there is room for; returns the number of bytes. */
    int write(ByteBuf source) {
        int count = Math.min(source.readableBytes(), room());
        int from = source.readerIndex();
        int place = (int) written & mask;
        int first = Math.min(count, bytes.length - place);
        source.getBytes(from, bytes, place, first);
        source.getBytes(from + first, bytes, 0, count - first);
        written += count;
        return count;
    }

    /** Sender: bytes that its kernel has room for. */
    int room() {
        return (int) (sendCapacity - (written - delivered));
    }

    /** Network: bytes that could be delivered now. */
    int deliverable() {
        return (int) Math.min(written - delivered, receiveCapacity - (delivered - read));
    }

    /** Network: bytes that have not arrived. */
    int undelivered() {
        return (int) (written - delivered);
    }

    /** Network: delivers bytes, at most {@link #deliverable}. */
    void deliver(int count) {
        delivered += count;
    }

    /** Network: what has not arrived never will. */
    void dropUndelivered() {
        written = delivered;
    }

    /** Receiver: bytes that have arrived and were not read. */
    int readable() {
        return (int) (delivered - read);
    }

    /** Receiver: reads into the buffer, as much as it has room for. */
    int readInto(ByteBuf target) {
        int count = Math.min(readable(), target.writableBytes());
        int place = (int) read & mask;
        int first = Math.min(count, bytes.length - place);
        target.writeBytes(bytes, place, first);
        target.writeBytes(bytes, 0, count - first);
        read += count;
        return count;
    }

    int receiveCapacity() {
        return receiveCapacity;
    }
}
