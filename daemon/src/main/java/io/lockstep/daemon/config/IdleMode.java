package io.lockstep.daemon.config;

/** What a thread does when its agents had no work. */
public enum IdleMode {
    /** Goes on at once: lowest latency, a whole core. */
    BUSY_SPIN,
    /** Spins, yields, then sleeps up to a millisecond. */
    BACKOFF
}
