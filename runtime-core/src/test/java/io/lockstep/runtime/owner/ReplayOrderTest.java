package io.lockstep.runtime.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

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
    private final ReplayOrder order = new ReplayOrder(WORKERS, IN_FLIGHT);
    private final AccessMessage[] batch = new AccessMessage[8];
    private final int[] used = new int[WORKERS];

    @AfterEach
    void freeMessages() {
        rings.close();
    }

    private AccessMessage add(int worker, long sequence) {
        AccessMessage message = rings.messages(worker)[used[worker]++];
        message.sequence(sequence);
        order.add(worker, new AccessMessage[] {message}, 0, 1);
        return message;
    }

    private List<Long> take(long next) {
        int count = order.take(next, batch);
        return Arrays.stream(batch, 0, count).map(AccessMessage::sequence).toList();
    }

    @Test
    void shouldGiveNothingWhenItIsEmpty() {
        assertEquals(0, order.size());
        assertEquals(List.of(), take(0));
        assertEquals(ReplayOrder.NONE, order.first());
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
        assertEquals(7, order.first());
        add(1, 6);
        assertEquals(List.of(6L, 7L), take(6));
        assertEquals(0, order.size());
    }

    @Test
    void shouldGiveWhatCameBehindAHigherNumberOfItsWorker() {
        add(0, 10);
        add(0, 12);
        add(0, 9);
        add(0, 11);
        add(1, 8);
        assertEquals(8, order.first());
        assertEquals(List.of(8L, 9L, 10L, 11L, 12L), take(8));
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
    void shouldFindTheFirstAmongAllThatCameBehindAGap() {
        add(0, 30);
        AccessMessage inLane = add(1, 20);
        add(1, 40);
        AccessMessage behind = add(1, 25);
        assertEquals(List.of(), take(10));
        assertSame(inLane, order.takeFirst());
        assertSame(behind, order.takeFirst());
        assertEquals(30, order.first());
        assertEquals(2, order.size());
    }

    @Test
    void shouldSortABatchIntoWhatCameInOrderAndWhatDidNot() {
        AccessMessage[] received = rings.messages(1);
        long[] sequences = {99, 3, 5, 4, 4, 6, 2};
        for (int i = 0; i < sequences.length; i++) {
            received[i].sequence(sequences[i]);
        }
        order.add(1, received, 1, sequences.length);
        assertEquals(6, order.size());
        assertEquals(List.of(2L, 3L, 4L, 5L, 6L), take(2));
        assertEquals(4, order.takeFirst().sequence());
        assertEquals(0, order.size());
    }

    /** Two accesses with one number, or one below what has run: no number hides what stands behind it. */
    @Test
    void shouldKeepANumberThatIsThereTwice() {
        add(0, 3);
        AccessMessage second = add(1, 3);
        add(1, 4);
        AccessMessage third = add(1, 3);
        assertEquals(1, take(3).size());
        assertEquals(2, order.size() - 1, "two of the same number, one behind");
        assertEquals(3, order.first());
        List<AccessMessage> again = List.of(order.takeFirst(), order.takeFirst());
        assertEquals(List.of(second, third), again);
        assertEquals(List.of(4L), take(4));
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
