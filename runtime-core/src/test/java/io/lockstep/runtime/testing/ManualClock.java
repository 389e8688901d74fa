package io.lockstep.runtime.testing;

import io.lockstep.runtime.clock.NodeClock;

/** A clock that stands still until told. */
public final class ManualClock implements NodeClock {
    private long nanos = 1;
    private long epochOffset = 1_700_000_000_000_000_000L;

    /** Moves time on. */
    public void advance(long ns) {
        nanos += ns;
    }

    /** Sets the wall clock apart from the other node's. */
    public void skew(long ns) {
        epochOffset += ns;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochNanos(long nanoTime) {
        return nanoTime + epochOffset;
    }

    @Override
    public void advanceTo(long epochNanos) {
        epochOffset = Math.max(epochOffset, epochNanos - nanos);
    }
}
