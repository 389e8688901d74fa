package io.lockstep.runtime.node;

import static io.lockstep.runtime.node.TestPair.OWNERS;
import static io.lockstep.runtime.node.TestPair.WORKERS;
import static io.lockstep.runtime.node.TestPair.assertNoBufferMissing;
import static io.lockstep.runtime.node.TestPair.assertNoInputTwice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.state.Region;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.owner.StateDigest;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.ScribbleFunction;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Divergence that no tag shows: the state itself is compared while the pair runs. */
final class StateCheckTest {
    private static final long INTERVAL_NS = 1_000_000;
    private static final int CHUNK = StateDigest.CHUNK_BYTES;

    private static NodeOptions options(Role role, ReleaseHome release) {
        return TestNode.checking(TestNode.options(role, true, release, WORKERS, OWNERS), INTERVAL_NS, false);
    }

    private static TestPair pair(ReleaseHome release, NetworkFunctionFactory function) {
        return new TestPair(options(Role.PRIMARY, release), options(Role.BACKUP, release), function);
    }

    private static void nextRound(TestPair pair) {
        pair.primary.manualClock().advance(INTERVAL_NS);
        pair.run();
    }

    private static NodeState state(TestNode node) {
        return node.node().conductor().state();
    }

    private static StateCheck check(TestNode node, int owner) {
        return node.node().checks().get(owner);
    }

    private static long sum(TestNode node, ToLongFunction<WorkerCounters> counter) {
        return node.node().counters().stream().mapToLong(counter).sum();
    }

    static Stream<Arguments> homesAndSeeds() {
        return Stream.of(ReleaseHome.values())
                .flatMap(release -> LongStream.rangeClosed(1, 8).mapToObj(seed -> Arguments.of(release, seed)));
    }

    @ParameterizedTest
    @MethodSource("homesAndSeeds")
    void shouldFindNothingInASoundPairHoweverItsStepsInterleave(ReleaseHome release, long seed) {
        Random random = new Random(seed);
        try (TestPair pair = pair(release, new ScribbleFunction(2L * CHUNK + 100))) {
            int sent = 0;
            while (sent < 3000) {
                switch (random.nextInt(10)) {
                    case 0, 1 -> {
                        for (int i = random.nextInt(20); i > 0; i--) {
                            pair.primary
                                    .port(random.nextInt(2), random.nextInt(WORKERS))
                                    .arrive(TallyFunction.frame(0, 0, ++sent));
                        }
                    }
                    case 2, 3 -> pair.primary.step();
                    case 4, 5 -> pair.backup.step();
                    case 6 -> pair.channels.get(random.nextInt(WORKERS)).transfer(1 + random.nextInt(3));
                    case 7 -> pair.channels.get(random.nextInt(WORKERS)).acknowledge();
                    case 8 -> pair.primary.manualClock().advance(random.nextInt(3) * INTERVAL_NS);
                    default -> {
                        if (random.nextInt(10) == 0) {
                            pair.channels.forEach(MemoryChannel::disconnect);
                            pair.primary.step();
                            pair.channels.forEach(MemoryChannel::connect);
                        }
                    }
                }
            }
            while (check(pair.backup, OWNERS - 1).passes() < 3) {
                nextRound(pair);
            }
            pair.run();
            assertEquals(NodeState.PROTECTED, state(pair.primary), "seed " + seed);
            assertEquals(NodeState.IN_SYNC, state(pair.backup), "seed " + seed);
            long checks = 0;
            for (int owner = 0; owner < OWNERS; owner++) {
                assertTrue(check(pair.backup, owner).passes() >= 3, "seed " + seed);
                assertEquals(
                        check(pair.primary, owner).checks(),
                        check(pair.backup, owner).checks());
                checks += check(pair.backup, owner).checks();
            }
            assertEquals(sent, pair.released().size(), "seed " + seed);
            assertNoInputTwice(pair.released(), seed);
            assertCountedNowhereAsPackets(pair, sent, checks);
            assertNoBufferMissing(pair.primary);
            assertNoBufferMissing(pair.backup);
        }
    }

    private static void assertCountedNowhereAsPackets(TestPair pair, int sent, long checks) {
        assertEquals(sent, sum(pair.primary, WorkerCounters::receivedTotal));
        assertEquals(sent + checks, sum(pair.primary, WorkerCounters::streamedTotal));
        assertEquals(sent, sum(pair.backup, WorkerCounters::replayedTotal));
        assertEquals(0, sum(pair.primary, WorkerCounters::doneTotal));
        assertEquals(0, sum(pair.backup, WorkerCounters::doneTotal));
        for (Loss loss : Loss.values()) {
            assertEquals(0, pair.primary.lost(loss.ordinal()), loss.label());
            assertEquals(0, pair.backup.lost(loss.ordinal()), loss.label());
        }
    }

    @ParameterizedTest
    @CsvSource({"BACKUP,false,SOLO", "BACKUP,true,HOLDING", "PRIMARY,false,SOLO", "PRIMARY,true,HOLDING"})
    void shouldCatchAFunctionThatReadsAClockOfItsOwn(ReleaseHome release, boolean hold, NodeState ofPrimary) {
        NodeOptions primary =
                TestNode.checking(TestNode.options(Role.PRIMARY, true, release, WORKERS, OWNERS), INTERVAL_NS, hold);
        try (TestPair pair =
                new TestPair(primary, options(Role.BACKUP, release), new ScribbleFunction(4096, System::nanoTime))) {
            pair.primary.port(1, 1).arrive(TallyFunction.frame(0, 0, 1));
            pair.run();
            assertEquals(NodeState.IN_SYNC, state(pair.backup), "nothing shows it before the first check");
            nextRound(pair);
            assertEquals(NodeState.DIVERGED, state(pair.backup));
            assertEquals(
                    "owner 1: state digest differs at sequence number 1 (bytes 0 to 4109 of 4109, in region big of"
                            + " tally.pages-1 to region odd of tally.pages-1): the network function is not deterministic,"
                            + " or a node's memory is damaged",
                    pair.backup.node().term().get().reason());
            assertEquals(0, check(pair.backup, 1).checks());

            pair.channels.forEach(MemoryChannel::poll);
            pair.primary.run();
            pair.channels.forEach(MemoryChannel::poll);
            pair.primary.run();
            assertEquals(ofPrimary, state(pair.primary));
            PromoteResult refused = pair.backup.promote(false);
            assertFalse(refused.accepted());
            assertTrue(refused.message().contains("--force"), refused.message());
            assertEquals(NodeState.SOLO, pair.promote(true));
        }
    }

    static Stream<Arguments> places() {
        long last = 8L * CHUNK;
        return Stream.of(
                Arguments.of(0, 0L, "region big of tally.pages-0"),
                Arguments.of(0, last / 2 + 4711, "region big of tally.pages-0"),
                Arguments.of(1, (long) CHUNK - 1, "(bytes 0 to 262144 of 2097165, in region big of tally.pages-1)"),
                Arguments.of(1, (long) CHUNK, "(bytes 262144 to 524288 of 2097165, in region big of tally.pages-1)"),
                Arguments.of(1, last - 1, "region big of tally.pages-1"),
                Arguments.of(1, last, "(bytes 2097152 to 2097165 of 2097165, in region odd of tally.pages-1)"),
                Arguments.of(0, last + ScribbleFunction.ODD_BYTES - 1, "region odd of tally.pages-0"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldFindOneFlippedBitWithinOnePassAndNameItsPlace(int owner, long offset, String place) {
        long bigBytes = 8L * CHUNK;
        try (TestPair pair = pair(ReleaseHome.BACKUP, new ScribbleFunction(bigBytes))) {
            nextRound(pair);
            Region[] regions = (Region[])
                    pair.backup.node().functions().variables().get(owner).state();
            Region hit = offset < bigBytes ? regions[0] : regions[1];
            long at = offset < bigBytes ? offset : offset - bigBytes;
            hit.putByte(at, (byte) (hit.getByte(at) ^ 0x80));
            int rounds = 0;
            while (state(pair.backup) == NodeState.IN_SYNC && rounds++ < 9) {
                nextRound(pair);
            }
            assertEquals(NodeState.DIVERGED, state(pair.backup), "after " + rounds + " rounds");
            String reason = pair.backup.node().term().get().reason();
            assertTrue(reason.startsWith("owner " + owner + ": state digest differs"), reason);
            assertTrue(reason.contains(place), reason);
        }
    }

    @Test
    void shouldSayWhenTheNodesDoNotHaveTheSameRegions() {
        long[] bytes = {1 << 12};
        NetworkFunctionFactory growing = new NetworkFunctionFactory() {
            @Override
            public String type() {
                return "growing";
            }

            @Override
            public io.lockstep.nf.NetworkFunction open(io.lockstep.nf.NfSetup setup) {
                setup.shared("grown", regions -> regions.allocate("r", bytes[0] += 8));
                return () -> io.lockstep.nf.PacketContext::pass;
            }
        };
        try (TestPair pair = pair(ReleaseHome.BACKUP, growing)) {
            nextRound(pair);
            assertEquals(
                    "owner 0 has 4112 bytes of state here and 4104 on the primary: a network function does not allocate the"
                            + " same regions every time",
                    pair.backup.node().term().get().reason());
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldPromoteRightBehindACheckAndCheckNoMoreWhenSolo(ReleaseHome release) {
        try (TestPair pair = pair(release, new TallyFunction())) {
            pair.primary.manualClock().advance(INTERVAL_NS);
            pair.primary.run();
            pair.transfer();
            pair.channels.forEach(MemoryChannel::disconnect);
            assertEquals(NodeState.SOLO, pair.promote());
            assertEquals(0, check(pair.backup, 0).checks(), "nothing is compared while draining");
            long accesses = pair.backup.node().owners().getFirst().nextSequence();
            assertEquals(1, accesses);
            for (int i = 0; i < 10; i++) {
                pair.backup.manualClock().advance(INTERVAL_NS);
                pair.backup.run();
            }
            assertEquals(accesses, pair.backup.node().owners().getFirst().nextSequence());
            assertNull(divergence(pair.backup));
        }
    }

    private static String divergence(TestNode node) {
        return node.states().contains(NodeState.DIVERGED)
                ? node.node().term().get().reason()
                : null;
    }

    /** The check is parked behind an access that never comes, so the states differ for good reason. */
    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldNotCompareBehindAGap(ReleaseHome release) {
        try (TestPair pair = pair(release, new TallyFunction())) {
            pair.primary.port(0, 1).arrive(TallyFunction.frame(0, 1, 1));
            pair.primary.run();
            pair.primary.manualClock().advance(INTERVAL_NS);
            pair.primary.run();
            pair.channels.getFirst().transfer(Integer.MAX_VALUE); // worker 1's packet is lost
            pair.backup.run();
            assertEquals(1, pair.backup.node().owners().getFirst().parked());
            pair.crashPrimary();
            assertEquals(NodeState.SOLO, pair.promote());
            assertEquals(1, pair.backup.node().owners().getFirst().gapsSkipped());
            assertEquals(0, check(pair.backup, 0).checks());
            assertNull(divergence(pair.backup));
        }
    }

    @Test
    void shouldNotPileUpChecksWhileTheBackupIsAway() {
        try (TestPair pair = pair(ReleaseHome.BACKUP, new TallyFunction())) {
            nextRound(pair);
            long before = sum(pair.primary, WorkerCounters::streamedTotal);
            assertEquals(OWNERS, before);
            pair.channels.forEach(MemoryChannel::disconnect);
            for (int i = 0; i < 100; i++) {
                pair.primary.manualClock().advance(INTERVAL_NS);
                pair.primary.run();
            }
            assertEquals(before + 1, sum(pair.primary, WorkerCounters::streamedTotal));
            pair.channels.forEach(MemoryChannel::connect);
            pair.run();
            nextRound(pair);
            assertTrue(check(pair.backup, 0).checks() >= 2);
            assertEquals(NodeState.IN_SYNC, state(pair.backup));
        }
    }

    @Test
    void shouldNotCheckWithoutAPairOrWhenSwitchedOff() {
        NodeOptions alone =
                TestNode.checking(TestNode.options(Role.PRIMARY, false, WORKERS, OWNERS), INTERVAL_NS, false);
        try (TestNode node = new TestNode(alone, new FunctionSpec("tally", new TallyFunction(), null, 0));
                TestPair off = new TestPair(ReleaseHome.BACKUP, new TallyFunction())) {
            for (int i = 0; i < 10; i++) {
                node.manualClock().advance(INTERVAL_NS);
                node.run();
                nextRound(off);
            }
            assertEquals(0, node.node().owners().getFirst().nextSequence());
            assertEquals(0, off.primary.node().owners().getFirst().nextSequence());
        }
    }
}
