package io.lockstep.benchmarks.performance.paced;

import java.util.ArrayList;
import java.util.List;

/** The pauses of one window, as many as there is room for; allocates nothing while they are noted. One writer. */
final class PauseLog {
    private static final int FIELDS = 6;

    private final long[] values;
    private int used;
    private long notKept;

    PauseLog(int capacity) {
        values = new long[capacity * FIELDS];
    }

    void add(long startNs, long durationNs, long sampleNs, long cpuNs, long runDelayNs, int slowestAgent) {
        if (used == values.length) {
            notKept++;
            return;
        }
        values[used] = startNs;
        values[used + 1] = durationNs;
        values[used + 2] = sampleNs;
        values[used + 3] = cpuNs;
        values[used + 4] = runDelayNs;
        values[used + 5] = slowestAgent;
        used += FIELDS;
    }

    /** Pauses for which there was no room. */
    long notKept() {
        return notKept;
    }

    /** The pauses, in order. Not while they are written. */
    List<Pause> toList() {
        List<Pause> pauses = new ArrayList<>();
        for (int i = 0; i < used; i += FIELDS) {
            pauses.add(new Pause(
                    values[i], values[i + 1], values[i + 2], values[i + 3], values[i + 4], (int) values[i + 5]));
        }
        return pauses;
    }
}
