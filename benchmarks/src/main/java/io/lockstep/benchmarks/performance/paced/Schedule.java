package io.lockstep.benchmarks.performance.paced;

/**
 * When packets are due: packet <i>i</i> at start + <i>i</i> / rate, whatever became of the packets before it. One thread.
 *
 * <p>Time is kept in 2<sup>-20</sup> ns, so that a schedule is true for two hours and loses less than a nanosecond in a million packets.
 */
final class Schedule {
    private static final int FRACTION_BITS = 20;
    private static final double FRACTIONS_PER_SECOND = 1e9 * (1 << FRACTION_BITS);

    private enum Pace {
        STOPPED,
        TIMED,
        UNLIMITED
    }

    private Pace pace = Pace.STOPPED;
    private long startNs;
    private long interval;
    private long nextOffset;

    /**
     * Starts anew.
     *
     * @param packetsPerSecond of all sources together; 0: none, infinite: always as many as are asked for
     * @param index of this source
     * @param sources that share the rate, in turn
     */
    void start(long nowNs, double packetsPerSecond, int index, int sources) {
        if (packetsPerSecond == Double.POSITIVE_INFINITY) {
            pace = Pace.UNLIMITED;
            return;
        }
        pace = packetsPerSecond > 0 ? Pace.TIMED : Pace.STOPPED;
        if (pace == Pace.TIMED) {
            startNs = nowNs;
            interval = Math.max(1, Math.round(FRACTIONS_PER_SECOND * sources / packetsPerSecond));
            nextOffset = Math.round(FRACTIONS_PER_SECOND * index / packetsPerSecond);
        }
    }

    /** How many packets are due now, at most {@code limit}. */
    int due(long nowNs, int limit) {
        if (pace != Pace.TIMED) {
            return pace == Pace.UNLIMITED ? limit : 0;
        }
        long late = ((nowNs - startNs) << FRACTION_BITS) - nextOffset;
        return late < 0 ? 0 : (int) Math.min(limit, late / interval + 1);
    }

    /** Takes the next packet; returns when it was due, which without a limit is now. */
    long take(long nowNs) {
        if (pace != Pace.TIMED) {
            return nowNs;
        }
        long dueNs = startNs + (nextOffset >>> FRACTION_BITS);
        nextOffset += interval;
        return dueNs;
    }
}
