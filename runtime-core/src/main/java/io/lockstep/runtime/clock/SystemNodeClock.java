package io.lockstep.runtime.clock;

import java.time.Instant;

/**
 * The machine's clocks. Epoch time is the monotonic clock plus an offset taken once at start, so that a step of the wall clock
 * never reaches a packet.
 */
public final class SystemNodeClock implements NodeClock {
    private volatile long offsetNs; // one writer: the conductor

    /** Reads the wall clock once. */
    public SystemNodeClock() {
        Instant now = Instant.now();
        this.offsetNs = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochNanos(long nanoTime) {
        return nanoTime + offsetNs;
    }

    @Override
    public void advanceTo(long epochNanos) {
        long behind = epochNanos - epochNanos();
        if (behind > 0) {
            long next = offsetNs + behind;
            offsetNs = next;
        }
    }
}
