package io.lockstep.benchmarks.performance;

import java.time.Duration;

/**
 * How long things are measured.
 *
 * @param windowMs one measurement
 * @param rounds measurements of each side of a comparison, taken in turn; the median counts
 * @param warmUpMs longest wait for a rate that no longer changes
 */
record Pace(int windowMs, int rounds, int warmUpMs) {
    /** What figures are taken with. */
    static final Pace USUAL = new Pace(1_500, 3, 20_000);

    /** Shows that everything works; the figures say nothing. */
    static final Pace BRIEF = new Pace(100, 1, 500);

    /** A time as it is usually, or a moment where only a moment is measured. */
    Duration of(Duration usual) {
        return equals(BRIEF) ? Duration.ofMillis(windowMs) : usual;
    }
}
