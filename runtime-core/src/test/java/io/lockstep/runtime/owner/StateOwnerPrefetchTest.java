package io.lockstep.runtime.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;
import io.lockstep.runtime.memory.Prefetcher;
import io.lockstep.runtime.nf.HostedVariable;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch of accesses is asked for its memory as a whole before the first of it runs. */
final class StateOwnerPrefetchTest {
    private static final int IN_FLIGHT = 16;

    private int requested;
    private final List<String> log = new ArrayList<>();
    private final HostedVariable<List<String>> variable = new HostedVariable<>("log", 0, log, List.of());
    private final AccessRings rings = new AccessRings(1, 1, IN_FLIGHT);
    private final AccessMessage[] messages = rings.messages(0);
    private final AccessRing requests = rings.request(0, 0);
    private final AccessRing replies = rings.reply(0, 0);

    /** An access that says where it reads: at its number in step 0, at a hundred times that in step 1; odd ones say nothing then. */
    private static final class Noting implements Access<List<String>> {
        @Override
        public void run(List<String> state, AccessContext context) {
            state.add("run " + context.value(0));
        }

        @Override
        public long prefetch(List<String> state, AccessContext context, int step) {
            long number = context.value(0);
            return step == 0 ? number : number % 2 == 0 ? 100 * number : 0;
        }
    }

    private StateOwner owner() {
        Prefetcher noting = (addresses, count) -> {
            List<Long> lines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lines.add(addresses.getAtIndex(ValueLayout.JAVA_LONG, i));
            }
            log.add(lines.equals(addressesOfMessages(count)) ? "fetch " + count + " messages" : "fetch " + lines);
        };
        return new StateOwner(0, 1, IN_FLIGHT, rings, OwnerMode.LIVE, new DrainBarrier(1, 1), what -> {}, noting);
    }

    private List<Long> addressesOfMessages(int count) {
        return Arrays.stream(messages, 0, count).map(AccessMessage::address).toList();
    }

    private void request(long number, Access<List<String>> operation) {
        AccessMessage message = messages[requested++];
        message.begin(0, 0, 0);
        message.value(0, number);
        message.prepare(variable, operation);
        message.sequence(AccessMessage.NO_SEQUENCE);
        requests.put(message.number());
        requests.publish();
    }

    @Test
    void shouldAskAllOfABatchInEachStepBeforeTheFirstRuns() {
        for (long number = 1; number <= 4; number++) {
            request(number, new Noting());
        }
        assertEquals(4, owner().doWork());
        assertEquals(
                List.of(
                        "fetch 4 messages",
                        "fetch [1, 2, 3, 4]",
                        "fetch [200, 400]",
                        "run 1",
                        "run 2",
                        "run 3",
                        "run 4"),
                log);
    }

    @Test
    void shouldHaveTheFirstLinesFetchedBeforeItAsksTheRest() {
        for (long number = 1; number <= 10; number++) {
            request(2 * number, new Noting());
        }
        assertEquals(10, owner().doWork());
        assertEquals(
                List.of(
                        "fetch 10 messages",
                        "fetch [2, 4, 6, 8, 10, 12, 14, 16]",
                        "fetch [18, 20]",
                        "fetch [200, 400, 600, 800, 1000, 1200, 1400, 1600]",
                        "fetch [1800, 2000]"),
                log.subList(0, 5));
    }

    /** Numbers above ten have more to name. */
    @Test
    void shouldAskThoseForAThirdStepThatHaveMoreToName() {
        Access<List<String>> longer = new Access<>() {
            @Override
            public void run(List<String> state, AccessContext context) {
                state.add("run " + context.value(0));
            }

            @Override
            public long prefetch(List<String> state, AccessContext context, int step) {
                long place = 1000L * (step + 1) + context.value(0);
                return step == 1 && context.value(0) > 10 ? MORE | place : place;
            }
        };
        for (long number : new long[] {1, 11, 2, 12}) {
            request(number, longer);
        }
        assertEquals(4, owner().doWork());
        assertEquals(
                List.of(
                        "fetch 4 messages",
                        "fetch [1001, 1011, 1002, 1012]",
                        "fetch [2001, 2011, 2002, 2012]",
                        "fetch [3011, 3012]",
                        "run 1",
                        "run 11",
                        "run 2",
                        "run 12"),
                log);
    }

    @Test
    void shouldFetchNothingMoreForAccessesThatNameNothing() {
        Access<List<String>> plain = (state, context) -> state.add("run " + context.value(0));
        request(1, plain);
        request(2, plain);
        owner().doWork();
        assertEquals(List.of("fetch 2 messages", "run 1", "run 2"), log);
    }

    @Test
    void shouldRunAnAccessWhosePrefetchThrows() {
        Access<List<String>> faulty = new Access<>() {
            @Override
            public void run(List<String> state, AccessContext context) {
                state.add("run " + context.value(0));
            }

            @Override
            public long prefetch(List<String> state, AccessContext context, int step) {
                throw new IllegalStateException("a hint that fails");
            }
        };
        request(1, faulty);
        request(2, faulty);
        owner().doWork();
        assertEquals(List.of("fetch 2 messages", "run 1", "run 2"), log);
        assertEquals(2, replies.available());
        assertNull(messages[replies.peek(0)].failure());
    }
}
