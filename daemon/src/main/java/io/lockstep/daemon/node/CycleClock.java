package io.lockstep.daemon.node;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Where a thread's time goes, with one look at the clock per agent and cycle: an agent's cycle begins where its neighbour's ended. Only
 * after idling does the clock have to be read anew, which is why this stands around the thread's idle strategy. That thread only.
 */
final class CycleClock implements IdleStrategy {
    private final NanoClock clock;
    private final IdleStrategy idle;
    private long boundaryNs;

    CycleClock(NanoClock clock, IdleStrategy idle) {
        this.clock = clock;
        this.idle = idle;
    }

    /** Begins to count: what went before is nobody's. */
    void restart() {
        boundaryNs = clock.nanoTime();
    }

    /** Nanoseconds since the last such call, restart or idling. */
    long lapNs() {
        long nowNs = clock.nanoTime();
        long ns = nowNs - boundaryNs;
        boundaryNs = nowNs;
        return ns;
    }

    @Override
    public void idle(int workCount) {
        idle.idle(workCount);
        if (workCount <= 0) {
            restart();
        }
    }

    @Override
    public void idle() {
        idle.idle();
        restart();
    }

    @Override
    public void reset() {
        idle.reset();
    }
}
