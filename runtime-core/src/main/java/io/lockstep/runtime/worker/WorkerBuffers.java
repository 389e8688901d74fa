package io.lockstep.runtime.worker;

import io.lockstep.nf.packet.Packet;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;

/**
 * A worker's stack of free packet buffers in front of the shared pool, so that single packets cost no native call: the pool is
 * asked for, or given back, half a stack at a time. Worker thread only.
 */
final class WorkerBuffers {
    private static final int HALF = 64;

    private final BufferPool pool;
    private final int headroomBytes;
    private final int dataBytes;
    private final PacketBurst transfer;
    private final long[] handles = new long[2 * HALF];
    private final long[] addresses = new long[2 * HALF];
    private int count;

    WorkerBuffers(BufferPool pool, Arena arena) {
        this.pool = pool;
        this.headroomBytes = pool.headroomBytes();
        this.dataBytes = pool.dataBytes();
        this.transfer = new PacketBurst(arena, HALF);
    }

    /** Bytes that a packet in a fresh buffer may have. */
    int dataBytes() {
        return dataBytes;
    }

    /** Points a packet at a received buffer. */
    void wrap(Packet packet, long handle, long address, int lengthBytes) {
        packet.wrap(handle, address, lengthBytes, address - headroomBytes, address + dataBytes);
    }

    /** Points a packet at a fresh buffer; false when there is none. */
    boolean take(Packet packet, int lengthBytes) {
        if (count == 0 && !refill()) {
            return false;
        }
        count--;
        wrap(packet, handles[count], addresses[count], lengthBytes);
        return true;
    }

    /** Gives a buffer back by its handle and the address that it had when it was fresh. */
    void give(long handle, long freshAddress) {
        if (count == handles.length) {
            spill(HALF);
        }
        handles[count] = handle;
        addresses[count] = freshAddress;
        count++;
    }

    /** Gives a buffer straight back to the pool, for one whose fresh address is not known. Rare path. */
    void freeForeign(long handle) {
        transfer.set(0, handle, 0, 0);
        pool.free(transfer, 0, 1);
    }

    /** Gives the first {@code buffers} places of a burst straight back to the pool. Rare path. */
    void freeForeign(PacketBurst burst, int buffers) {
        if (buffers > 0) {
            pool.free(burst, 0, buffers);
        }
    }

    /** Where a packet's buffer began when it was fresh, for {@link #give} after the window has moved on. */
    long freshAddress(Packet packet) {
        return packet.bufferStart() + headroomBytes;
    }

    /** Gives everything back to the pool. The worker stops. */
    void close() {
        while (count > 0) {
            spill(Math.min(count, HALF));
        }
    }

    private boolean refill() {
        if (!pool.allocate(transfer, HALF)) {
            return false;
        }
        for (int i = 0; i < HALF; i++) {
            handles[i] = transfer.handle(i);
            addresses[i] = transfer.address(i);
        }
        count = HALF;
        return true;
    }

    private void spill(int buffers) {
        count -= buffers;
        for (int i = 0; i < buffers; i++) {
            transfer.set(i, handles[count + i], addresses[count + i], 0);
        }
        pool.free(transfer, 0, buffers);
    }
}
