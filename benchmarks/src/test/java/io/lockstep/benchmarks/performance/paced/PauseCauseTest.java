package io.lockstep.benchmarks.performance.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pause is blamed on. */
class PauseCauseTest {
    private static final String COLLECTION =
            "[23127361649900ns] Safepoint \"SerialCollectForAllocation\", Time since last: 1217680664 ns, Reaching safepoint: 2674 ns,"
                    + " At safepoint: 55826867 ns, Leaving safepoint: 32849 ns, Total: 55862390 ns, Threads: 0 runnable, 10 total";

    @Test
    void shouldReadTheSafepointsOfAJvmLog() {
        List<Safepoint> safepoints = Safepoint.parse(
                List.of(
                        "[1ns] something else",
                        COLLECTION,
                        "[500000ns] Safepoint \"ICBufferFull\", Time since last: 5 ns, Total: 1000 ns, Threads: 1 runnable, 9 total"));

        assertEquals(
                List.of(
                        new Safepoint("SerialCollectForAllocation", 23127361649900L - 55862390, 23127361649900L),
                        new Safepoint("ICBufferFull", 499_000, 500_000)),
                safepoints);
        assertTrue(safepoints.getFirst().collects());
        assertFalse(safepoints.getLast().collects());
    }

    @Test
    void shouldBlameTheSafepointThatFillsThePause() {
        List<Safepoint> collection = List.of(new Safepoint("SerialCollectForAllocation", 10_000, 90_000));
        List<Safepoint> other = List.of(new Safepoint("ICBufferFull", 10_000, 90_000));
        Pause pause = new Pause(0, 100_000, 100_000, 20_000, 0, 0);

        assertEquals(PauseCause.GARBAGE_COLLECTION, PauseCause.of(pause, collection));
        assertEquals(PauseCause.SAFEPOINT, PauseCause.of(pause, other));
    }

    @Test
    void shouldNotBlameASafepointAtAnotherTime() {
        List<Safepoint> earlier = List.of(new Safepoint("SerialCollectForAllocation", 0, 900_000));

        assertEquals(
                PauseCause.OWN_WORK, PauseCause.of(new Pause(1_000_000, 100_000, 150_000, 150_000, 0, 0), earlier));
    }

    @Test
    void shouldBlameAnotherThreadWhenTheThreadWasReadyAndNotRunning() {
        assertEquals(
                PauseCause.RUN_DELAY,
                PauseCause.of(new Pause(0, 4_000_000, 4_500_000, 520_000, 3_980_000, 0), List.of()));
    }

    @Test
    void shouldBlameTheHostWhenTheThreadWasNeitherRunningNorReady() {
        assertEquals(PauseCause.OFF_CPU, PauseCause.of(new Pause(0, 4_000_000, 4_500_000, 500_000, 0, 0), List.of()));
    }

    @Test
    void shouldBlameTheLoopWhenItWasRunning() {
        assertEquals(PauseCause.OWN_WORK, PauseCause.of(new Pause(0, 80_000, 900_000, 890_000, 5_000, 2), List.of()));
    }
}
