package io.lockstep.benchmarks.performance.paced;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;

/**
 * The outside port's queue of one worker: takes all that is sent and records for each packet how long ago it was due. Both nodes read the
 * same monotonic clock. ARP requests are answered in the next hop's name.
 */
final class StampSink implements PortQueue {
    private final BufferPool pool;
    private final ArpResponder arp = new ArpResponder();
    private Recording recording;

    StampSink(BufferPool pool, Recording recording) {
        this.pool = pool;
        this.recording = recording;
    }

    /** Where figures go from now on. */
    void record(Recording next) {
        recording = next;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        return arp.hasAnswer() && limit > 0 && pool.allocate(burst, 1) ? arp.answer(burst) : 0;
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        long nowNs = System.nanoTime();
        for (int i = offset; i < offset + count; i++) {
            long address = burst.address(i);
            if (!arp.isArp(address)) {
                recording.latency(nowNs - Memory.getLong(address + FlowFrames.STAMP));
            } else {
                arp.onArp(address);
            }
        }
        pool.free(burst, offset, count);
        recording.portNs(System.nanoTime() - nowNs);
        return count;
    }
}
