package io.lockstep.benchmarks.demo;

/** The longest times between two successive packets, before and after a mark. One thread feeds it; any thread may mark. */
final class SilenceMeter {
    private static final long NOT_MARKED = Long.MAX_VALUE;

    private final long epochUs = Events.nowUs();
    private final long epochNs = System.nanoTime();
    private volatile long markNs = NOT_MARKED;
    private long lastNs;
    private long beforeNs;
    private long afterNs;
    private long afterEndNs;

    /** Measures from here on. */
    void start(long nowNs) {
        lastNs = nowNs;
        beforeNs = 0;
    }

    /** From here on a silence counts as after the mark, also one that had begun before. */
    void mark(long nowNs) {
        markNs = nowNs;
    }

    boolean isMarked() {
        return markNs != NOT_MARKED;
    }

    /** Packets have arrived. */
    void onPackets(long nowNs) {
        long silenceNs = nowNs - lastNs;
        lastNs = nowNs;
        if (nowNs < markNs) {
            beforeNs = Math.max(beforeNs, silenceNs);
        } else if (silenceNs > afterNs) {
            afterNs = silenceNs;
            afterEndNs = nowNs;
        }
    }

    double longestBeforeMarkMs() {
        return beforeNs / 1e6;
    }

    double longestAfterMarkMs() {
        return afterNs / 1e6;
    }

    /** When the longest silence after the mark was over, in microseconds since the epoch; 0: there was none. */
    long afterEndUs() {
        return afterNs == 0 ? 0 : toEpochUs(afterEndNs);
    }

    long toEpochUs(long ns) {
        return epochUs + (ns - epochNs) / 1000;
    }
}
