package io.lockstep.benchmarks.performance.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** When packets are due; the test is the clock. */
class ScheduleTest {
    private static final long START = 1_000_000_000_000L;
    private static final int LIMIT = 32;

    private final Schedule schedule = new Schedule();

    @Test
    void shouldHaveNothingDueWhenStopped() {
        assertEquals(0, schedule.due(START, LIMIT));

        schedule.start(START, 1e6, 0, 1);
        schedule.start(START, 0, 0, 1);

        assertEquals(0, schedule.due(START + 1_000_000, LIMIT));
    }

    @Test
    void shouldHaveEachPacketDueAtItsTimeWhenNobodyIsLate() {
        schedule.start(START, 1e6, 0, 1);

        for (int i = 0; i < 1000; i++) {
            assertEquals(0, schedule.due(START + 1000L * i - 1, LIMIT), "before packet " + i);
            assertEquals(1, schedule.due(START + 1000L * i, LIMIT), "at packet " + i);
            assertEquals(START + 1000L * i, schedule.take(START + 1000L * i));
        }
    }

    @Test
    void shouldStampPacketsWithWhenTheyWereDueWhenFetchedLate() {
        schedule.start(START, 1e6, 0, 1);
        long lateNs = START + 10_500;

        assertEquals(11, schedule.due(lateNs, LIMIT));
        for (int i = 0; i < 11; i++) {
            assertEquals(START + 1000L * i, schedule.take(lateNs));
        }
        assertEquals(0, schedule.due(lateNs, LIMIT));
    }

    @Test
    void shouldKeepWhatIsDueWhenMoreThanTheLimitWaits() {
        schedule.start(START, 1e6, 0, 1);
        long lateNs = START + 1_000_000;
        int taken = 0;
        for (int count = schedule.due(lateNs, LIMIT); count > 0; count = schedule.due(lateNs, LIMIT)) {
            for (int i = 0; i < count; i++) {
                schedule.take(lateNs);
            }
            taken += count;
        }
        assertEquals(1001, taken);
    }

    @Test
    void shouldShareTheRateWhenThereAreSeveralSources() {
        Schedule second = new Schedule();
        schedule.start(START, 1e6, 0, 2);
        second.start(START, 1e6, 1, 2);

        assertEquals(START, schedule.take(START));
        assertEquals(START + 1000, second.take(START));
        assertEquals(START + 2000, schedule.take(START));
        assertEquals(START + 3000, second.take(START));
    }

    @Test
    void shouldStayTrueWhenTheRateIsOdd() {
        double rate = 7_654_321;
        schedule.start(START, rate, 0, 1);
        long last = 0;
        for (int i = 0; i <= 10_000_000; i++) {
            last = schedule.take(START);
        }
        assertEquals(1e9 * 10_000_000 / rate, (double) (last - START), 10.0);
    }

    @Test
    void shouldGiveAsManyAsAreAskedForWhenUnlimited() {
        schedule.start(START, Double.POSITIVE_INFINITY, 0, 1);

        assertEquals(LIMIT, schedule.due(START, LIMIT));
        assertEquals(START + 5, schedule.take(START + 5));
    }
}
