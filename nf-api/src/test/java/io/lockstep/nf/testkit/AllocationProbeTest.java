package io.lockstep.nf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AllocationProbeTest {
    private Object kept;

    @Test
    void shouldSeeAnAllocationAndItsAbsence() {
        long[] sum = new long[1];
        assertEquals(0, AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < 100_000; i++) {
                sum[0] += i;
            }
        }));
        assertTrue(AllocationProbe.leastBytes(() -> kept = new byte[16]) >= 16, "saw nothing of " + kept);
    }

    /** As the JVM does when it compiles one class after the other. */
    @Test
    void shouldLookBeyondWhatIsMadeOnce() {
        int[] runs = new int[1];
        assertEquals(0, AllocationProbe.leastBytes(() -> {
            if (runs[0]++ < 30) {
                kept = new byte[16];
            }
        }));
        assertEquals(31, runs[0], "runs");
    }
}
