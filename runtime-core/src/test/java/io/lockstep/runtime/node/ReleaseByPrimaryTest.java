package io.lockstep.runtime.node;

import static io.lockstep.runtime.node.TestPair.OWNERS;
import static io.lockstep.runtime.node.TestPair.WORKERS;
import static io.lockstep.runtime.node.TestPair.assertNoBufferMissing;
import static io.lockstep.runtime.node.TestPair.assertNoInputTwice;
import static io.lockstep.runtime.node.TestPair.assertNoTicketTwice;
import static io.lockstep.runtime.node.TestPair.assertStateCoversTickets;
import static io.lockstep.runtime.node.TestPair.released;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import io.lockstep.runtime.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code release: primary}: what is held, when it leaves, and what becomes of it when a node is lost. */
final class ReleaseByPrimaryTest {
    /** Held packets that fill a worker's queue: a further input needs room for five. */
    private static final int FULL = 8 * 64 - 4;

    private static TestPair pair() {
        return new TestPair(ReleaseHome.PRIMARY, new TallyFunction());
    }

    /** One worker, so that all frames of a port have one order. */
    private static TestPair narrowPair(boolean holdOnBackupLoss) {
        return new TestPair(
                options(Role.PRIMARY, holdOnBackupLoss), options(Role.BACKUP, holdOnBackupLoss), new TallyFunction());
    }

    private static NodeOptions options(Role role, boolean holdOnBackupLoss) {
        return new NodeOptions(
                role,
                true,
                ReleaseHome.PRIMARY,
                1,
                OWNERS,
                64,
                8,
                1 << 18,
                42,
                1_000_000_000L,
                Long.MAX_VALUE,
                holdOnBackupLoss,
                Long.MAX_VALUE,
                0,
                SwitchoverTiming.DEFAULT);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    private static void arrive(TestNode node, int from, int count) {
        for (int i = from; i < from + count; i++) {
            node.port(0, i % node.node().options().workers()).arrive(TallyFunction.frame(0, 1 + i % 3, i));
        }
    }

    private static List<Integer> marks(TestNode node) {
        return released(node).stream().map(TestPair::mark).toList();
    }

    private static int held(TestNode node) {
        return node.node().workers().stream().mapToInt(Worker::held).sum();
    }

    // ---------------------------------------------------------------- I1

    @Test
    void shouldReleaseOnlyWhatTheBackupHasExecuted() {
        try (TestPair pair = pair()) {
            arrive(pair.primary, 0, 20);
            pair.primary.run();
            pair.transfer();
            pair.acknowledge();
            pair.primary.run();
            assertEquals(0, pair.released().size(), "received is not executed");
            assertEquals(20, held(pair.primary));
            pair.backup.run();
            pair.primary.run();
            assertEquals(0, pair.released().size(), "nobody has told the primary yet");
            pair.acknowledge();
            pair.primary.step();
            assertEquals(
                    20, released(pair.primary).size(), "all leave in the duty cycle that sees the acknowledgement");
            assertEquals(0, released(pair.backup).size());
            assertEquals(0, held(pair.primary));
            assertNoBufferMissing(pair.primary);
            assertNoBufferMissing(pair.backup);
        }
    }

    @Test
    void shouldHoldWhatComesBehindAGap() {
        try (TestPair pair = pair()) {
            for (int worker : new int[] {1, 0}) {
                pair.primary.port(0, worker).arrive(TallyFunction.frame(0, 1, worker));
                pair.primary.run();
            }
            pair.channels.getFirst().transfer(Integer.MAX_VALUE); // needs that of worker 1
            pair.backup.run();
            pair.acknowledge();
            pair.primary.run();
            assertEquals(0, pair.released().size(), "a record behind a gap is not executed");
            pair.run();
            assertEquals(2, released(pair.primary).size());
        }
    }

    @Test
    void shouldReleaseTheSameFramesInTheSameOrderAsANodeWithoutPair() {
        try (TestPair pair = narrowPair(false);
                TestNode solo = new TestNode(
                        TestNode.options(Role.PRIMARY, false, 1, OWNERS),
                        new FunctionSpec("tally", new TallyFunction(), null, 0))) {
            Random random = new Random(3);
            for (int round = 0; round < 200; round++) {
                for (int i = 0; i < 10; i++) {
                    byte[] frame = TallyFunction.frame(random.nextInt(8), random.nextInt(6), 10 * round + i);
                    pair.primary.port(i % 2, 0).arrive(frame);
                    solo.port(i % 2, 0).arrive(frame);
                }
                solo.step();
                pair.primary.step();
                pair.channels.getFirst().transfer(random.nextInt(30));
                pair.backup.step();
                if (random.nextBoolean()) {
                    pair.acknowledge();
                }
            }
            solo.run();
            pair.run();
            for (int port = 0; port < 2; port++) {
                List<byte[]> expected = solo.port(port, 0).sent();
                List<byte[]> actual = pair.primary.port(port, 0).sent();
                assertEquals(expected.size(), actual.size());
                for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(expected.get(i), actual.get(i), "frame " + i + " of port " + port);
                }
            }
            for (Loss loss : Loss.values()) {
                assertEquals(solo.lost(loss.ordinal()), pair.primary.lost(loss.ordinal()), loss.label());
            }
            assertNoBufferMissing(pair.primary);
            assertNoBufferMissing(pair.backup);
        }
    }

    // ---------------------------------------------------------------- I5

    @Test
    void shouldLeavePacketsInTheNicWhenTheHoldQueueIsFull() {
        try (TestPair pair = narrowPair(false)) {
            arrive(pair.primary, 0, 2000);
            for (int i = 0; i < 20; i++) {
                pair.primary.run();
                pair.transfer();
                pair.backup.run(); // executes, but the acknowledgement does not come through
            }
            assertEquals(FULL, held(pair.primary));
            assertEquals(2000 - FULL, pair.primary.port(0, 0).waiting());
            assertTrue(pair.primary.node().counters().getFirst().heldBackTotal() > 0);
            for (int i = 0; i < 10; i++) {
                pair.run();
            }
            assertEquals(IntStream.range(0, 2000).boxed().toList(), sorted(marks(pair.primary)));
            for (Loss loss : Loss.values()) {
                assertEquals(0, pair.primary.lost(loss.ordinal()), loss.label());
            }
            assertNoBufferMissing(pair.primary);
            assertNoBufferMissing(pair.backup);
        }
    }

    @Test
    void shouldComeThroughWhenEveryInputMakesOutputOfItsOwn() {
        try (TestPair pair = narrowPair(false)) {
            for (int i = 0; i < 2000; i++) {
                pair.primary.port(0, 0).arrive(TallyFunction.frame(4, i % 6, i));
            }
            for (int i = 0; i < 200; i++) {
                pair.run();
            }
            assertEquals(4000, released(pair.primary).size());
            assertNoBufferMissing(pair.primary);
        }
    }

    @Test
    void shouldLoseNothingWhenAPortIsSlowAndLetOthersPassWhenItStandsStill() {
        try (TestPair pair = narrowPair(false)) {
            pair.primary.port(1, 0).accept(0);
            for (int i = 0; i < 1600; i++) {
                pair.primary.port(i == 1500 ? 1 : 0, 0).arrive(TallyFunction.frame(0, 0, i));
            }
            for (int i = 0; i < 40; i++) {
                pair.run();
            }
            assertEquals(0, pair.primary.lost(Loss.TX_FULL.ordinal()), "the port may only be slow");
            assertTrue(held(pair.primary) > 0);
            pair.primary.port(1, 0).accept(100);
            pair.run();
            assertEquals(100, pair.primary.port(1, 0).sent().size());
            for (int i = 0; i < 10; i++) {
                pair.primary.manualClock().advance(11_000_000L);
                pair.run();
            }
            assertEquals(0, held(pair.primary));
            assertEquals(
                    1, pair.primary.port(0, 0).sent().size(), "another port's packet has passed the one that stands");
            assertEquals(1599 - 100 - 1024, pair.primary.lost(Loss.TX_FULL.ordinal()));
        }
    }

    // ---------------------------------------------------------------- the backup is lost

    @Test
    void shouldReleaseWhatIsHeldBeforeAnythingElseWhenItGoesSolo() {
        try (TestPair pair = narrowPair(false)) {
            pair.channels.getFirst().disconnect();
            arrive(pair.primary, 0, 400);
            pair.primary.run();
            pair.outlastPeerTimeout();
            assertEquals(NodeState.GOING_SOLO, pair.primary.node().conductor().state());
            pair.channels.getFirst().poll();
            pair.primary.node().workers().getFirst().doWork();
            assertEquals(
                    0, released(pair.primary).size(), "the channel has given up the log; that is no acknowledgement");
            arrive(pair.primary, 400, 400);
            pair.primary.port(1, 0).accept(150); // slower than the rest comes
            for (int i = 0; i < 20; i++) {
                pair.primary.step();
                pair.primary.port(1, 0).accept(150);
            }
            pair.primary.port(1, 0).accept(Integer.MAX_VALUE);
            pair.primary.run();
            assertEquals(NodeState.SOLO, pair.primary.node().conductor().state());
            List<Integer> out = marks(pair.primary);
            assertEquals(IntStream.range(0, 800).boxed().toList(), sorted(out));
            assertEquals(
                    400, out.subList(0, 400).stream().filter(mark -> mark < 400).count(), "held ones first");
            for (Loss loss : Loss.values()) {
                assertEquals(0, pair.primary.lost(loss.ordinal()), loss.label());
            }
            assertEquals(0, held(pair.primary));
            assertNoBufferMissing(pair.primary);
        }
    }

    @Test
    void shouldReleaseEveryInputOnceWhenItGoesSoloWithInputsInFlight() {
        for (int steps = 0; steps < 40; steps++) {
            try (TestPair pair = pair()) {
                Random random = new Random(steps);
                arrive(pair.primary, 0, 200);
                for (int i = 0; i < steps; i++) {
                    pair.primary.step();
                    pair.channels.get(random.nextInt(WORKERS)).transfer(random.nextInt(20));
                    pair.backup.step();
                    pair.channels.get(random.nextInt(WORKERS)).acknowledge();
                }
                pair.channels.forEach(MemoryChannel::disconnect);
                pair.outlastPeerTimeout();
                pair.channels.forEach(MemoryChannel::poll);
                pair.primary.run();
                assertEquals(IntStream.range(0, 200).boxed().toList(), sorted(marks(pair.primary)), "steps " + steps);
                assertEquals(0, pair.primary.lost(Loss.UNACKNOWLEDGED.ordinal()));
                assertNoBufferMissing(pair.primary);
            }
        }
    }

    @Test
    void shouldHoldByPolicyUntilABackupIsBack() {
        try (TestPair pair = narrowPair(true)) {
            arrive(pair.primary, 0, 10);
            pair.primary.run();
            pair.channels.getFirst().disconnect();
            arrive(pair.primary, 10, 10);
            pair.primary.run();
            pair.outlastPeerTimeout();
            assertEquals(NodeState.HOLDING, pair.primary.node().conductor().state());
            pair.primary.run();
            assertEquals(0, pair.released().size());
            assertEquals(20, held(pair.primary));
            pair.channels.getFirst().connect();
            pair.run();
            assertEquals(NodeState.PROTECTED, pair.primary.node().conductor().state());
            assertEquals(20, released(pair.primary).size());
            assertNoBufferMissing(pair.primary);
        }
    }

    @Test
    void shouldDiscardAndCountWhatIsHeldWhenFenced() {
        try (TestPair pair = narrowPair(false)) {
            arrive(pair.primary, 0, 30);
            pair.primary.port(0, 0).arrive(TallyFunction.frame(4, 1, 30)); // with an extra packet
            pair.primary.run();
            pair.transfer();
            pair.backup.run();
            pair.primary.node().ends().getFirst().status().epochSeen(5);
            pair.acknowledge();
            pair.primary.node().conductor().doWork();
            pair.channels.getFirst().poll();
            pair.primary.run();
            assertEquals(NodeState.FENCED, pair.primary.node().conductor().state());
            assertEquals(0, released(pair.primary).size(), "a fenced node has released");
            assertEquals(32, pair.primary.lost(Loss.DISCARDED.ordinal()));
            assertEquals(0, pair.primary.lost(Loss.UNACKNOWLEDGED.ordinal()));
            assertEquals(0, held(pair.primary));
            assertNoBufferMissing(pair.primary);
        }
    }

    // ---------------------------------------------------------------- I4

    @Test
    void shouldReleaseNothingThatItExecutesWhileItTakesOver() {
        try (TestPair pair = narrowPair(false)) {
            arrive(pair.primary, 0, 10);
            pair.run();
            arrive(pair.primary, 10, 30);
            pair.primary.port(0, 0).arrive(TallyFunction.frame(4, 1, 40)); // with an extra packet
            pair.primary.port(0, 0).arrive(TallyFunction.frame(1, 1, 41)); // dropped: nothing to release
            pair.primary.run();
            pair.transfer();
            pair.channels.forEach(MemoryChannel::disconnect);
            pair.backup.node().conductor().doWork();
            assertEquals(NodeState.SOLO, pair.promote());
            assertEquals(0, released(pair.backup).size());
            assertEquals(32, pair.backup.lost(Loss.TAKEOVER.ordinal()));
            arrive(pair.backup, 50, 10);
            pair.backup.run();
            assertEquals(IntStream.range(50, 60).boxed().toList(), sorted(marks(pair.backup)));
            assertNoBufferMissing(pair.backup);
        }
    }

    /** The worst case: the old primary lives, still gets acknowledgements, and learns of its replacement last. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReleaseNothingTwiceOrUnknownWhenReplacedWhileAlive(long seed) {
        Random random = new Random(seed);
        try (TestPair pair = pair()) {
            int sent = 0;
            int steps = random.nextInt(300);
            for (int step = 0; step < steps; step++) {
                int worker = random.nextInt(WORKERS);
                switch (random.nextInt(8)) {
                    case 0, 1 -> {
                        int count = random.nextInt(20);
                        arrive(pair.primary, sent, count);
                        sent += count;
                    }
                    case 2, 3 -> pair.primary.step();
                    case 4 -> pair.backup.step();
                    case 5 -> pair.channels.get(worker).acknowledge();
                    case 6 -> pair.channels.get(worker).transfer(1 + random.nextInt(5));
                    default -> reconnect(pair.channels.get(worker), random);
                }
                assertStateCoversTickets(pair.backup, released(pair.primary), seed);
            }
            pair.channels.forEach(MemoryChannel::disconnect);
            pair.channels.forEach(MemoryChannel::connect);
            pair.backup.node().conductor().doWork();
            NodeState state = pair.promote(true, () -> {
                pair.primary.step();
                pair.acknowledge();
            });
            assertEquals(NodeState.SOLO, state, "seed " + seed);
            pair.acknowledge();
            pair.primary.step();
            pair.primary.node().ends().getFirst().status().epochSeen(2);
            pair.primary.run();
            assertEquals(NodeState.FENCED, pair.primary.node().conductor().state());
            arrive(pair.backup, sent, 50);
            pair.backup.run();
            List<byte[]> all = pair.released();
            assertNoInputTwice(all, seed);
            assertNoTicketTwice(all, seed);
            assertStateCoversTickets(pair.backup, all, seed);
            assertNoBufferMissing(pair.backup);
            List<Integer> fresh = new ArrayList<>(marks(pair.backup));
            int old = sent;
            assertEquals(0, fresh.stream().filter(mark -> mark < old).count(), "the old primary's output");
            assertEquals(50, fresh.size());
        }
    }

    private static void reconnect(MemoryChannel channel, Random random) {
        if (random.nextInt(4) == 0) {
            channel.disconnect();
            channel.connect();
        }
    }

    private static List<Integer> sorted(List<Integer> marks) {
        return marks.stream().sorted().toList();
    }
}
