package io.lockstep.runtime.worker;

import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;
import java.lang.foreign.Arena;

/**
 * Packets on their way out of one port: gathered during a duty cycle, sent a burst at a time, while the first cache still holds them, and
 * at the cycle's end. What the port does not take stays for the next cycle, up to the capacity. Worker thread only.
 */
final class TransmitQueue {
    static final int CAPACITY = 1024;
    /** A power of two. */
    private static final int BURST = 32;

    private final PortQueue queue;
    private final PacketBurst burst;
    private int count;
    private int sentEarly;

    TransmitQueue(PortQueue queue, Arena arena) {
        this.queue = queue;
        this.burst = new PacketBurst(arena, CAPACITY);
    }

    /** Adds a packet; false when full, and the buffer stays the caller's. */
    boolean add(long handle, long address, int lengthBytes) {
        if ((count & (BURST - 1)) == 0 && count > 0) {
            sentEarly += send();
            if (count == CAPACITY) {
                return false;
            }
        }
        burst.set(count++, handle, address, lengthBytes);
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /** Empties the queue: that many places of {@link #burst}, from 0 on, are the caller's. */
    int takeAll() {
        int taken = count;
        count = 0;
        return taken;
    }

    PacketBurst burst() {
        return burst;
    }

    /** Sends what is there at the end of a duty cycle; returns the number of packets that the port took since the last one. */
    int flush() {
        int sent = sentEarly;
        sentEarly = 0;
        return count == 0 ? sent : sent + send();
    }

    private int send() {
        int sent = queue.transmit(burst, 0, count);
        if (sent > 0) {
            count -= sent;
            if (count > 0) {
                burst.moveToFront(sent, count);
            }
        }
        return sent;
    }
}
