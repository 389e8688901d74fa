package io.lockstep.benchmarks.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed repeats a round, and twenty of them see every shape. */
class RoundPlanTest {
    private static final List<RoundPlan> TWENTY = LongStream.range(1000, 1020)
            .mapToObj(seed -> RoundPlan.of(Fault.KILL_PRIMARY, seed))
            .toList();

    @Test
    void shouldMakeTheSamePlanOfTheSameSeed() {
        assertEquals(RoundPlan.of(Fault.CUT_LONG, 4711), RoundPlan.of(Fault.CUT_LONG, 4711));
    }

    @Test
    void shouldHaveSeveralWorkersAndOwnersAndBothKindsOfThreadsInTwentyRounds() {
        assertTrue(TWENTY.stream().anyMatch(plan -> plan.workers() > 1 && plan.owners() > 1), TWENTY::toString);
        assertTrue(TWENTY.stream().anyMatch(plan -> plan.owners() > 1 && plan.dedicated()), TWENTY::toString);
        assertTrue(TWENTY.stream().anyMatch(plan -> !plan.dedicated()), TWENTY::toString);
        assertTrue(TWENTY.stream().anyMatch(RoundPlan::variant), TWENTY::toString);
    }

    @Test
    void shouldNameEveryFault() {
        for (Fault fault : Fault.values()) {
            assertEquals(fault, Fault.labelled(fault.label()));
        }
    }
}
