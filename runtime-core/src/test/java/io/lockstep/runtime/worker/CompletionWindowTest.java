package io.lockstep.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.runtime.replication.ExecutedOrdinal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The window's first gap, whatever order inputs and runs of inputs end in. */
final class CompletionWindowTest {
    private static final int SIZE = 64;
    private static final int SEEDS = 500;

    @Test
    void shouldMoveToTheFirstGapWhateverTheOrder() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CompletionWindow window = new CompletionWindow(SIZE, new ExecutedOrdinal());
            long first = 0;
            for (int round = 0; round < 5; round++) {
                first = endAll(window, first, random, "seed " + seed);
                assertEquals(SIZE, window.room(first), "seed " + seed);
            }
        }
    }

    /** Ends a window's worth of inputs, single ones and runs, in random order. */
    private static long endAll(CompletionWindow window, long first, Random random, String seed) {
        List<long[]> runs = new ArrayList<>();
        long end = first + 1 + random.nextInt(SIZE);
        for (long ordinal = first; ordinal < end; ) {
            long count = Math.min(1 + random.nextInt(8), end - ordinal);
            runs.add(random.nextInt(runs.size() + 1), new long[] {ordinal, count});
            ordinal += count;
        }
        boolean[] ended = new boolean[(int) (end - first)];
        for (long[] run : runs) {
            if (run[1] == 1) {
                window.end(run[0]);
            } else {
                window.end(run[0], (int) run[1]);
            }
            for (int i = 0; i < run[1]; i++) {
                ended[(int) (run[0] - first) + i] = true;
            }
            int gap = 0;
            while (gap < ended.length && ended[gap]) {
                gap++;
            }
            assertEquals(first + gap, window.next(), seed);
        }
        return end;
    }
}
