package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshFlowRunTest {
    private static final long WINDOW = 3_355_443; // four tenths of the table
    private static final long ROOM = 838_860; // from the window's end until the table is full
    private static final int MOST_QUESTIONS = 60;

    @ParameterizedTest
    @ValueSource(longs = {200, 1_500, 4_000, 10_000})
    void comesToTheEndOfItsWindowInFewStepsAndNotFarBeyondIt(long flowsPerMs) {
        long opened = 0;
        int questions = 0;
        for (boolean stalls = true; opened < WINDOW; stalls = !stalls, questions++) {
            long ms = FreshFlowRun.sleepMs(WINDOW - opened);
            opened += stalls ? 1 : ms * flowsPerMs; // the node has its core every other time only
        }
        assertTrue(opened < WINDOW + ROOM / 4, opened + " flows");
        assertTrue(flowsPerMs < 1_000 || questions < MOST_QUESTIONS, questions + " questions");
    }
}
