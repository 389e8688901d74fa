package io.lockstep.benchmarks.performance.paced;

import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;

/**
 * The inside port's queue of one worker: receives what the schedule says is due. A packet that nobody has fetched waits without a bound,
 * and its stamp is when it was due: waiting counts. What is sent here (announcements) is thrown away.
 */
final class PacedSource implements PortQueue {
    private final BufferPool pool;
    private final FlowFrames frames;
    private final Schedule schedule = new Schedule();
    private final int worker;
    private final int workers;
    private Recording recording;

    PacedSource(BufferPool pool, FlowFrames frames, int worker, int workers, Recording recording) {
        this.pool = pool;
        this.frames = frames;
        this.worker = worker;
        this.workers = workers;
        this.recording = recording;
    }

    /** Starts another schedule; the rate is of all workers together. */
    void pace(long nowNs, double packetsPerSecond) {
        schedule.start(nowNs, packetsPerSecond, worker, workers);
    }

    /** Where figures go from now on. */
    void record(Recording next) {
        recording = next;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        long nowNs = System.nanoTime();
        int count = schedule.due(nowNs, limit);
        if (count == 0 || !pool.allocate(burst, count)) {
            return 0;
        }
        int frameBytes = frames.frameBytes();
        for (int i = 0; i < count; i++) {
            long address = burst.address(i);
            frames.next(address, schedule.take(nowNs));
            burst.set(i, burst.handle(i), address, frameBytes);
        }
        recording.portNs(System.nanoTime() - nowNs);
        return count;
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        pool.free(burst, offset, count);
        return count;
    }
}
