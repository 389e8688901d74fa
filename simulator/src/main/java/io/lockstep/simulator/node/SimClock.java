package io.lockstep.simulator.node;

import io.lockstep.runtime.clock.NodeClock;

/** A node's clocks: the simulation's time, each with an offset of its own, so that the nodes never agree. */
final class SimClock implements NodeClock {
    private final SimTime time;
    private final long monotonicOffsetNs;
    private long epochOffsetNs;

    SimClock(SimTime time, long monotonicOffsetNs, long epochOffsetNs) {
        this.time = time;
        this.monotonicOffsetNs = monotonicOffsetNs;
        this.epochOffsetNs = epochOffsetNs;
    }

    @Override
    public long nanoTime() {
        return time.nowNs() + monotonicOffsetNs;
    }

    @Override
    public long epochNanos(long nanoTime) {
        return nanoTime - monotonicOffsetNs + epochOffsetNs;
    }

    @Override
    public void advanceTo(long epochNanos) {
        epochOffsetNs = Math.max(epochOffsetNs, epochNanos - time.nowNs());
    }
}
