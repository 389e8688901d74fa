package io.lockstep.benchmarks.performance.paced;

import java.util.ArrayList;
import java.util.List;

/**
 * The pauses of one window: all in which the thread did not run, as far as there is room, and the longest in which it did. A round that has much
 * to do is as long as a pause, and there are thousands a second. Allocates nothing while they are noted. One writer.
 */
final class PauseLog {
    private static final int FIELDS = 6;

    /** The longest in which the thread ran is in the first place; its duration is 0 until there was one. */
    private final long[] values;

    private int used = FIELDS;
    private long notKept;

    PauseLog(int capacity) {
        values = new long[(capacity + 1) * FIELDS];
    }

    void add(long startNs, long durationNs, long sampleNs, long cpuNs, long runDelayNs, int slowestAgent) {
        int at = used;
        if (PauseCause.ran(durationNs, sampleNs, cpuNs, runDelayNs)) {
            if (durationNs <= values[1]) {
                return;
            }
            at = 0;
        } else if (used == values.length) {
            notKept++;
            return;
        } else {
            used += FIELDS;
        }
        values[at] = startNs;
        values[at + 1] = durationNs;
        values[at + 2] = sampleNs;
        values[at + 3] = cpuNs;
        values[at + 4] = runDelayNs;
        values[at + 5] = slowestAgent;
    }

    /** Pauses in which the thread did not run and for which there was no room. */
    long notKept() {
        return notKept;
    }

    /** What was kept, the longest in which the thread ran first and the others in order. Not while they are written. */
    List<Pause> toList() {
        List<Pause> pauses = new ArrayList<>();
        for (int i = values[1] > 0 ? 0 : FIELDS; i < used; i += FIELDS) {
            pauses.add(new Pause(
                    values[i], values[i + 1], values[i + 2], values[i + 3], values[i + 4], (int) values[i + 5]));
        }
        return pauses;
    }
}
