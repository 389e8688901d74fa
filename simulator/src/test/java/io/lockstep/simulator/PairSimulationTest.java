package io.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.node.NodeState;
import org.junit.jupiter.api.Test;

/** Seeds 1 to 2,000. {@code scripts/simulate} runs more. */
final class PairSimulationTest {
    private static final int SEEDS = 2000;

    @Test
    void shouldKeepAllPromisesUnderEverySeed() {
        Simulation simulation = new Simulation();
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEquals(null, simulation.failure(seed), "seed " + seed);
        }
        assertGotSomewhere(simulation.totals());
    }

    @Test
    void shouldRepeatARunExactlyWhenTheSeedIsTheSame() {
        Simulation first = new Simulation();
        Simulation second = new Simulation();
        for (long seed = 1; seed <= 50; seed++) {
            assertEquals(first.run(seed).digest(), second.run(seed).digest(), "seed " + seed);
        }
    }

    /** Runs in which nothing happens break no promise either. */
    private static void assertGotSomewhere(Totals totals) {
        assertEquals(SEEDS, totals.runs());
        assertTrue(totals.released() > 50L * SEEDS, () -> "too little released: " + totals);
        for (NodeState state : NodeState.values()) {
            int least = state == NodeState.DIVERGED ? 0 : SEEDS / 100;
            assertTrue(totals.entered(state) >= least, () -> state + " was hardly entered: " + totals);
        }
    }
}
