package io.lockstep.runtime.clock;

/** The node's two clocks. Any thread; no allocation. */
public interface NodeClock {
    /** Monotonic nanoseconds, for intervals. */
    long nanoTime();

    /** Nanoseconds since the epoch: what packets see as their receive time. Never runs backwards. */
    default long epochNanos() {
        return epochNanos(nanoTime());
    }

    /** The same at a moment that {@link #nanoTime} told: one look at the clock for both. */
    long epochNanos(long nanoTime);

    /**
     * Makes {@link #epochNanos} go on from at least {@code epochNanos}. Called at a promotion, so that time does not run
     * backwards where the old primary's clock was ahead.
     */
    void advanceTo(long epochNanos);
}
