package io.lockstep.runtime.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;
import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.memory.Prefetcher;
import io.lockstep.runtime.nf.HostedVariable;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner that is told the numbers runs accesses in their order, whoever sends them and whenever they come. */
final class StateOwnerReplayTest {
    private static final int WORKERS = 2;
    private static final int IN_FLIGHT = 256;

    private final List<Long> ran = new ArrayList<>();
    private final List<String> divergences = new ArrayList<>();
    private final AccessRings rings = new AccessRings(WORKERS, 1, IN_FLIGHT);
    private final DrainBarrier barrier = new DrainBarrier(WORKERS, 1);
    private final HostedVariable<List<Long>> variable = new HostedVariable<>("ran", 0, ran, List.of());
    private final int[] used = new int[WORKERS];
    private Access<List<Long>> operation = new Noting();
    private StateOwner owner = owner(Prefetcher.NONE);

    /** Writes down its number; names an address for a prefetch. */
    private static class Noting implements Access<List<Long>> {
        @Override
        public void run(List<Long> state, AccessContext context) {
            state.add(context.value(0));
        }

        @Override
        public long prefetch(List<Long> state, AccessContext context, int step) {
            return step == 0 ? 1 + context.value(0) : 0;
        }
    }

    @AfterEach
    void freeMessages() {
        rings.close();
    }

    private StateOwner owner(Prefetcher prefetcher) {
        return new StateOwner(0, WORKERS, IN_FLIGHT, rings, OwnerMode.REPLAY, barrier, divergences::add, prefetcher);
    }

    private void send(int worker, long... sequences) {
        for (long sequence : sequences) {
            put(worker, sequence);
        }
        rings.request(worker, 0).publish();
    }

    private void put(int worker, long sequence) {
        AccessMessage message = rings.messages(worker)[used[worker]++];
        message.value(0, sequence);
        message.prepare(variable, operation);
        message.sequence(sequence);
        rings.request(worker, 0).put(message.number());
    }

    private static long[] range(long from, long to) {
        return LongStream.range(from, to).toArray();
    }

    private static List<Long> list(long... sequences) {
        return LongStream.of(sequences).boxed().toList();
    }

    @Test
    void shouldWaitForTheNumberThatIsNext() {
        send(0, 1, 2, 5);
        assertEquals(3, owner.doWork());
        assertEquals(List.of(), ran);
        assertEquals(3, owner.parked());
        send(1, 0, 3);
        owner.doWork();
        assertEquals(list(0, 1, 2, 3), ran);
        assertEquals(4, owner.nextSequence());
        assertEquals(1, owner.parked());
        assertEquals(2, rings.reply(0, 0).available());
        assertEquals(2, rings.reply(1, 0).available());
    }

    @Test
    void shouldRunAllThatMayRunInOneDutyCycle() {
        send(0, range(1, 200));
        for (int i = 0; i < 4; i++) {
            owner.doWork();
        }
        assertEquals(199, owner.parked());
        send(1, 0);
        owner.doWork();
        assertEquals(list(range(0, 200)), ran);
        assertEquals(0, owner.parked());
    }

    @Test
    void shouldRunARunThatIsInTurnAndParkWhatIsBehindIt() {
        send(1, range(40, 60));
        send(0, range(0, 20));
        owner.doWork();
        assertEquals(list(range(0, 20)), ran);
        send(
                0,
                LongStream.concat(LongStream.range(20, 40), LongStream.range(60, 70))
                        .toArray());
        send(1, 75, 74);
        owner.doWork();
        assertEquals(list(range(0, 70)), ran);
        assertEquals(2, owner.parked());
        assertEquals(List.of(), divergences);
    }

    @Test
    void shouldRunSecondAccessesThatComeBehindLaterFirstOnes() {
        send(0, 0, 4, 5, 2);
        send(1, 6, 1, 3);
        owner.doWork();
        assertEquals(list(range(0, 7)), ran);
        assertEquals(List.of(), divergences);
    }

    /** What it reads is fetched when an access runs, not when it came; a batch may be of several workers. */
    @Test
    void shouldFetchABatchAsItRuns() {
        List<Long> fetched = new ArrayList<>();
        List<Long> ranBefore = new ArrayList<>();
        owner = owner((addresses, count) -> {
            if (addresses.getAtIndex(ValueLayout.JAVA_LONG, 0) < 1_000) {
                ranBefore.add((long) ran.size());
                for (int i = 0; i < count; i++) {
                    fetched.add(addresses.getAtIndex(ValueLayout.JAVA_LONG, i) - 1);
                }
            }
        });
        send(0, 1, 2, 3);
        owner.doWork();
        assertEquals(List.of(), fetched);
        send(1, 0, 4, 9);
        owner.doWork();
        assertEquals(list(range(0, 5)), fetched);
        assertEquals(list(0), ranBefore);
        assertEquals(list(range(0, 5)), ran);
    }

    @Test
    void shouldReportANumberThatWasExecuted() {
        send(0, 0, 1, 2, 3);
        owner.doWork();
        send(1, 2, 4);
        owner.doWork();
        assertEquals(1, divergences.size());
        assertTrue(divergences.getFirst().contains("got 2 for ran from worker 1"), divergences.getFirst());
        assertEquals(5, owner.nextSequence());
        assertEquals(6, rings.reply(0, 0).available() + rings.reply(1, 0).available(), "all are answered");
    }

    @Test
    void shouldReportTwoAccessesWithOneNumberWhicheverWayTheyWait() {
        send(0, 3, 3, 1, 1);
        send(1, 3, 2);
        owner.doWork();
        assertEquals(List.of(), divergences);
        send(1, 0);
        owner.doWork();
        assertEquals(1, divergences.size());
        assertEquals(4, owner.nextSequence());
        assertEquals(0, owner.parked());
        assertEquals(7, rings.reply(0, 0).available() + rings.reply(1, 0).available(), "all are answered");
    }

    @Test
    void shouldSkipToTheEarliestOfAllWhenNothingMoves() {
        owner.mode(OwnerMode.DRAIN);
        send(0, 7, 9, 5);
        send(1, 6, 12);
        assertEquals(5, owner.doWork());
        assertEquals(0, owner.doWork(), "workers may start more");
        barrier.waits(0, 3);
        barrier.waits(1, 3);
        assertEquals(0, owner.doWork(), "one of six is on its way");
        barrier.waits(1, 2);
        assertEquals(1, owner.doWork());
        assertEquals(list(5, 6, 7), ran);
        assertEquals(5, owner.gapsSkipped());
        assertEquals(0, owner.doWork(), "three have ended, or may make another access");
        barrier.waits(0, 1);
        barrier.waits(1, 1);
        assertEquals(1, owner.doWork());
        assertEquals(list(5, 6, 7, 9), ran);
        barrier.waits(0, 0);
        assertEquals(1, owner.doWork());
        assertEquals(list(5, 6, 7, 9, 12), ran);
        assertEquals(13, owner.nextSequence());
        assertEquals(5 + 1 + 2, owner.gapsSkipped());
        assertEquals(List.of(), divergences);
    }

    @Test
    void shouldRunAsItComesWhatHasNoNumberBehindAGap() {
        owner.mode(OwnerMode.DRAIN);
        send(0, 4, 8);
        owner.doWork();
        barrier.waits(0, 2);
        barrier.waits(1, 0);
        assertEquals(1, owner.doWork());
        send(0, AccessMessage.NO_SEQUENCE);
        send(1, 2);
        owner.doWork();
        assertEquals(list(4, -1, 2), ran);
        assertEquals(5, owner.nextSequence());
        assertEquals(1, owner.parked());
        assertEquals(List.of(), divergences);
    }

    /** Another owner asks at any moment: while one runs that was parked, it must not be counted. */
    @Test
    void shouldNotLookAtRestWhileAParkedAccessRuns() {
        List<Boolean> atRest = new ArrayList<>();
        operation = new Noting() {
            @Override
            public void run(List<Long> state, AccessContext context) {
                atRest.add(barrier.nothingMoves());
                super.run(state, context);
            }
        };
        owner.mode(OwnerMode.DRAIN);
        send(0, range(1, 101));
        owner.doWork();
        owner.doWork();
        barrier.waits(0, 100);
        barrier.waits(1, 0);
        assertTrue(barrier.nothingMoves());
        assertEquals(100, owner.parked());
        owner.doWork();
        assertEquals(100, ran.size());
        assertFalse(atRest.contains(true));
        assertFalse(barrier.nothingMoves(), "100 inputs may go on");
        barrier.waits(0, 0);
        assertTrue(barrier.nothingMoves());
    }

    @Test
    void shouldSayHowManyAreParkedWhenADrainBegins() {
        send(0, 1, 2);
        owner.doWork();
        barrier.waits(0, 2);
        barrier.waits(1, 0);
        assertFalse(barrier.nothingMoves(), "an owner that has not begun to drain holds the others up");
        owner.mode(OwnerMode.DRAIN);
        assertEquals(1, owner.doWork());
        assertEquals(list(1, 2), ran);
    }

    @Test
    void shouldAllocateNothing() {
        operation = (state, context) -> {};
        long[] next = new long[1];
        long bytes = AllocationProbe.leastBytes(() -> {
            for (int round = 0; round < 1_000; round++) {
                used[0] = 0;
                used[1] = 0;
                for (int i = 0; i < 64; i++) {
                    put(0, next[0] + 64 + (i ^ 1));
                }
                rings.request(0, 0).publish();
                owner.doWork();
                for (int i = 0; i < 64; i++) {
                    put(1, next[0] + i);
                }
                rings.request(1, 0).publish();
                owner.doWork();
                next[0] += 128;
                rings.reply(0, 0).take(rings.reply(0, 0).available());
                rings.reply(1, 0).take(rings.reply(1, 0).available());
            }
        });
        assertEquals(0, bytes);
        assertEquals(next[0], owner.nextSequence());
        assertEquals(List.of(), divergences);
    }
}
