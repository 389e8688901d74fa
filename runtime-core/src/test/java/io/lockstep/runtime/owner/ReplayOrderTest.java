package io.lockstep.runtime.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever came in whatever order is given back in the order of its numbers. */
final class ReplayOrderTest {
    private static final int WORKERS = 3;
    private static final int IN_FLIGHT = 50;

    private final AccessRings rings = new AccessRings(WORKERS, 1, IN_FLIGHT);
    private final ReplayOrder order = new ReplayOrder(WORKERS * IN_FLIGHT);
    private final AccessMessage[] batch = new AccessMessage[8];
    private final int[] used = new int[WORKERS];
    private long next;

    @AfterEach
    void freeMessages() {
        rings.close();
    }

    private AccessMessage add(int worker, long sequence) {
        AccessMessage message = rings.messages(worker)[used[worker]++];
        message.sequence(sequence);
        order.add(next, new AccessMessage[] {message}, 1);
        return message;
    }

    private List<Long> take(long from) {
        int count = order.take(from, batch);
        next = from + count;
        return Arrays.stream(batch, 0, count).map(AccessMessage::sequence).toList();
    }

    @Test
    void shouldGiveNothingWhenItIsEmpty() {
        assertEquals(0, order.size());
        assertEquals(List.of(), take(0));
        assertEquals(ReplayOrder.NONE, order.first(0));
    }

    @Test
    void shouldGiveWhatIsNextFromOneWorkerAfterTheOther() {
        add(0, 0);
        add(0, 1);
        add(0, 5);
        add(1, 4);
        add(2, 2);
        add(2, 3);
        add(2, 7);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), take(0));
        assertEquals(1, order.size());
        assertEquals(List.of(), take(6));
        assertEquals(7, order.first(6));
        add(1, 6);
        assertEquals(List.of(6L, 7L), take(6));
        assertEquals(0, order.size());
    }

    @Test
    void shouldGiveWhatCameBehindAHigherNumberOfItsWorker() {
        next = 8;
        add(0, 10);
        add(0, 12);
        add(0, 9);
        add(0, 11);
        add(1, 8);
        assertEquals(8, order.first(8));
        assertEquals(List.of(8L, 9L, 10L, 11L, 12L), take(8));
        assertEquals(0, order.size());
    }

    /** A worker with little traffic is a million numbers ahead: no place for it, and the place of its number's remainder is another one's. */
    @Test
    void shouldGiveWhatIsFarAheadWhenItsTurnComes() {
        long far = 1 << 20;
        add(0, far);
        add(0, far + 2);
        add(1, 0);
        assertEquals(List.of(0L), take(0));
        assertEquals(far, order.first(1));
        next = far - 1;
        add(1, far - 1);
        add(1, far + 1);
        add(1, far + 3);
        assertEquals(List.of(far - 1, far, far + 1, far + 2, far + 3), take(far - 1));
        assertEquals(0, order.size());
    }

    @Test
    void shouldGiveNoMoreThanABatchHoldsAndGoOnThere() {
        for (int i = 0; i < 20; i++) {
            add(i / 3 % WORKERS, i);
        }
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), take(0));
        assertEquals(List.of(8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L), take(8));
        assertEquals(List.of(16L, 17L, 18L, 19L), take(16));
    }

    @Test
    void shouldFindTheFirstBehindAGapNearAndFar() {
        next = 10;
        add(0, 5_000_000);
        assertEquals(5_000_000, order.first(10));
        add(1, 40);
        add(1, 25);
        assertEquals(List.of(), take(10));
        assertEquals(25, order.first(10));
        assertEquals(List.of(25L), take(25));
        assertEquals(40, order.first(26));
    }

    @Test
    void shouldTellWhatIsThereTwiceOrHasRunWhenItIsLate() {
        next = 3;
        add(0, 3);
        AccessMessage second = add(1, 3);
        AccessMessage before = add(1, 2);
        add(1, 4);
        assertTrue(order.hasLate(3));
        assertEquals(List.of(3L, 4L), take(3));
        assertSame(before, order.takeLate());
        assertSame(second, order.takeLate());
        assertFalse(order.hasLate(5));
        assertEquals(0, order.size());
    }

    @Test
    void shouldHoldAllInputsOfAllWorkersInAnyOrder() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Long> sequences = new ArrayList<>();
            for (long sequence = 0; sequence < WORKERS * IN_FLIGHT; sequence++) {
                sequences.add(sequence);
            }
            shuffleWithin(sequences, 1 + random.nextInt(sequences.size()), random);
            Arrays.fill(used, 0);
            next = 0;
            List<Long> given = new ArrayList<>();
            for (long sequence : sequences) {
                int worker = random.nextInt(WORKERS);
                while (used[worker] == IN_FLIGHT) {
                    worker = (worker + 1) % WORKERS;
                }
                add(worker, sequence);
                if (random.nextInt(4) == 0) {
                    given.addAll(take(given.size()));
                }
            }
            List<Long> more = take(given.size());
            while (!more.isEmpty()) {
                given.addAll(more);
                more = take(given.size());
            }
            sequences.sort(null);
            assertEquals(sequences, given, "seed " + seed);
            assertEquals(0, order.size(), "seed " + seed);
        }
    }

    /** Moves numbers by some places at most. */
    private static void shuffleWithin(List<Long> sequences, int places, Random random) {
        for (int i = 0; i < sequences.size(); i++) {
            int other = Math.min(sequences.size() - 1, i + random.nextInt(places));
            sequences.set(i, sequences.set(other, sequences.get(i)));
        }
    }
}
