package io.lockstep.runtime.node;

import static io.lockstep.runtime.node.TestPair.OWNERS;
import static io.lockstep.runtime.node.TestPair.WORKERS;
import static io.lockstep.runtime.node.TestPair.assertNoInputTwice;
import static io.lockstep.runtime.node.TestPair.assertNoTicketTwice;
import static io.lockstep.runtime.node.TestPair.assertSameState;
import static io.lockstep.runtime.node.TestPair.assertStateCoversTickets;
import static io.lockstep.runtime.node.TestPair.released;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.state.Region;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import io.lockstep.runtime.worker.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole pair on one thread: streaming, replay in order, gap at promotion, reconnect, full log. */
final class PairTest {
    private static FunctionSpec tally() {
        return new FunctionSpec("tally", new TallyFunction(), null, 0);
    }

    @Test
    void shouldReleaseOnlyOnTheBackupWhenProtected() {
        try (TestPair pair = new TestPair(ReleaseHome.BACKUP, new TallyFunction())) {
            assertEquals(NodeState.PROTECTED, pair.primary.node().conductor().state());
            assertEquals(NodeState.IN_SYNC, pair.backup.node().conductor().state());
            for (int i = 0; i < 500; i++) {
                pair.primary.port(i % 2, i % WORKERS).arrive(TallyFunction.frame(i % 8, i % 6, i));
            }
            pair.run();
            assertEquals(0, released(pair.primary).size());
            assertFalse(released(pair.backup).isEmpty());
            assertSameState(pair.primary, pair.backup);
            for (Loss loss : Loss.values()) {
                assertEquals(pair.primary.lost(loss.ordinal()), pair.backup.lost(loss.ordinal()), loss.label());
            }
            assertTrue(pair.primary.lost(Loss.NF_EXCEPTION.ordinal()) > 0);
            assertTrue(pair.primary.lost(Loss.NO_VERDICT.ordinal()) > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldReplayTimersWithTheirTime(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction(Duration.ofMillis(10)))) {
            pair.backup.manualClock().skew(-5_000_000_000L);
            for (int i = 0; i < 5; i++) {
                pair.primary.manualClock().advance(10_000_000);
                pair.run();
            }
            TestNode releasing = release == ReleaseHome.PRIMARY ? pair.primary : pair.backup;
            List<byte[]> out = releasing.port(0, 0).sent();
            assertEquals(5, out.size());
            long now = ByteBuffer.wrap(out.getLast()).getLong(8);
            assertEquals(pair.primary.manualClock().epochNanos(), now);
            pair.crashPrimary();
            assertEquals(NodeState.SOLO, pair.promote());
            pair.backup.manualClock().advance(10_000_000);
            pair.backup.run();
            byte[] next = pair.backup.port(0, 0).sent().getLast();
            assertTrue(ByteBuffer.wrap(next).getLong(8) > now, "time ran backwards across the promotion");
        }
    }

    static Stream<Arguments> homesAndSeeds() {
        return Stream.of(ReleaseHome.values())
                .flatMap(release -> LongStream.rangeClosed(1, 20).mapToObj(seed -> Arguments.of(release, seed)));
    }

    @ParameterizedTest
    @MethodSource("homesAndSeeds")
    void shouldNeverContradictReleasedOutputWhenPromotedAtARandomPoint(ReleaseHome release, long seed) {
        Random random = new Random(seed);
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            int sent = 0;
            int steps = 50 + random.nextInt(400);
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> {
                        int frames = random.nextInt(20);
                        for (int i = 0; i < frames; i++) {
                            pair.primary
                                    .port(random.nextInt(2), random.nextInt(WORKERS))
                                    .arrive(TallyFunction.frame(
                                            random.nextInt(4) == 0 ? 7 : 0, random.nextInt(6), ++sent));
                        }
                    }
                    case 2, 3 -> pair.primary.step();
                    case 4, 5 -> pair.backup.step();
                    case 6 -> pair.channels.get(random.nextInt(WORKERS)).transfer(1);
                    default -> pair.channels.get(random.nextInt(WORKERS)).acknowledge();
                }
                assertStateCoversTickets(pair.backup, pair.released(), seed);
            }
            pair.crashPrimary();
            List<byte[]> before = pair.released();
            assertEquals(NodeState.SOLO, pair.promote(), "seed " + seed);
            for (int i = 0; i < 50; i++) {
                pair.backup.port(i % 2, i % WORKERS).arrive(TallyFunction.frame(0, 3, ++sent));
            }
            pair.backup.run();
            List<byte[]> after = pair.released();
            assertTrue(after.size() >= before.size() + 50, "seed " + seed);
            assertNoTicketTwice(after, seed);
            assertNoInputTwice(after, seed);
            assertStateCoversTickets(pair.backup, after, seed);
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldPromoteAcrossAGapWhileItsPortsReceive(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            for (int worker : new int[] {1, 0}) {
                pair.primary.port(0, worker).arrive(TallyFunction.frame(0, 1, worker));
                pair.primary.run();
            }
            pair.channels.getFirst().transfer(Integer.MAX_VALUE); // that of worker 1 is lost
            pair.backup.run();
            assertEquals(1, pair.backup.node().owners().getFirst().parked());
            pair.crashPrimary();
            var answer = pair.backup.node().conductor().promote(PromotionKind.TAKEOVER);
            for (int i = 0; i < 1_000 && !answer.isDone(); i++) {
                for (int worker = 0; worker < WORKERS; worker++) {
                    pair.backup.port(1, worker).arrive(TallyFunction.frame(0, 1, 100 + i));
                }
                pair.backup.step();
                pair.channels.forEach(MemoryChannel::poll);
            }
            assertTrue(
                    answer.isDone(),
                    "promotion hangs in " + pair.backup.node().conductor().state());
            pair.backup.run();
            assertEquals(1, pair.backup.node().owners().getFirst().gapsSkipped());
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldSkipNothingWhenARecordStillHasAccessesToMake(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 3, 1)); // owner 0, owner 1, owner 0
            pair.primary.run();
            pair.primary.port(0, 1).arrive(TallyFunction.frame(0, 1, 2)); // owner 0
            pair.primary.run();
            pair.channels.forEach(channel -> channel.transfer(Integer.MAX_VALUE));
            pair.channels.forEach(MemoryChannel::disconnect);
            var answer = pair.backup.node().conductor().promote(PromotionKind.FORCED);
            while (pair.backup.node().conductor().state() != NodeState.DRAINING) {
                pair.backup.node().conductor().doWork();
            }
            for (int i = 0; i < 1_000 && !answer.isDone(); i++) {
                // Owners are far quicker than workers: they look again before the replies are taken.
                pair.channels.forEach(MemoryChannel::poll);
                pair.backup.node().conductor().doWork();
                pair.backup.node().workers().forEach(Worker::doWork);
                pair.backup.node().workers().forEach(Worker::doWork);
                for (int again = 0; again < 3; again++) {
                    pair.backup.node().owners().forEach(StateOwner::doWork);
                }
            }
            assertTrue(answer.isDone(), "promotion hangs");
            assertEquals(0, pair.backup.node().owners().getFirst().gapsSkipped(), "nothing was missing");
            pair.backup.run();
            assertSameState(pair.primary, pair.backup);
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldStreamPacketsOfAnyLengthThroughAUsedLog(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            for (int i = 0; i < 6000; i++) {
                byte[] frame = new byte[64 + i % 61];
                Arrays.fill(frame, (byte) 0xff);
                System.arraycopy(TallyFunction.frame(0, 1, i), 0, frame, 0, 64);
                pair.primary.port(0, 0).arrive(frame);
                if (i % 50 == 0) {
                    pair.run();
                }
            }
            pair.run();
            assertEquals(6000, pair.released().size());
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldStopPollingWhenTheLogOrTheHoldQueueIsFull(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            pair.channels.forEach(MemoryChannel::disconnect);
            for (int i = 0; i < 20_000; i++) {
                pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 1, i));
            }
            pair.primary.run();
            assertTrue(pair.primary.port(0, 0).waiting() > 10_000, "the NIC was not left alone");
            pair.channels.forEach(MemoryChannel::connect);
            for (int i = 0; i < 100; i++) {
                pair.run();
            }
            assertEquals(0, pair.primary.port(0, 0).waiting());
            assertEquals(20_000, pair.released().size());
            assertNoInputTwice(pair.released(), 0);
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldResumeWithoutLossOrRepetitionAfterAReconnect(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            Random random = new Random(7);
            for (int round = 0; round < 200; round++) {
                for (int i = 0; i < 10; i++) {
                    pair.primary.port(0, i % WORKERS).arrive(TallyFunction.frame(0, 1 + i % 3, 10 * round + i));
                }
                pair.primary.run();
                pair.channels.forEach(channel -> channel.transfer(random.nextInt(6)));
                pair.backup.step();
                if (random.nextBoolean()) {
                    pair.channels.forEach(MemoryChannel::acknowledge);
                }
                if (random.nextInt(3) == 0) {
                    pair.channels.forEach(MemoryChannel::disconnect);
                    pair.primary.step();
                    pair.channels.forEach(MemoryChannel::connect);
                }
            }
            pair.run();
            assertEquals(2000, pair.released().size());
            assertNoInputTwice(pair.released(), 7);
            assertSameState(pair.primary, pair.backup);
            assertFalse(pair.primary.states().contains(NodeState.SOLO));
        }
    }

    @Test
    void shouldGoSoloAndReleaseWhenTheBackupStaysAway() {
        try (TestPair pair = new TestPair(ReleaseHome.BACKUP, new TallyFunction())) {
            pair.channels.forEach(MemoryChannel::disconnect);
            pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            pair.primary.run();
            pair.outlastPeerTimeout();
            assertEquals(NodeState.GOING_SOLO, pair.primary.node().conductor().state());
            pair.channels.forEach(MemoryChannel::poll);
            pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 1, 2));
            pair.primary.run();
            assertEquals(NodeState.SOLO, pair.primary.node().conductor().state());
            assertEquals(1, pair.primary.node().ends().getFirst().status().discardedRecords());
            assertEquals(1, released(pair.primary).size());
        }
    }

    @Test
    void shouldRefuseToPromoteWhileThePrimaryIsConnected() {
        try (TestPair pair = new TestPair(ReleaseHome.BACKUP, new TallyFunction())) {
            PromoteResult result = pair.backup.promote(false);
            assertFalse(result.accepted());
            assertTrue(result.message().contains("--force"), result.message());
            assertEquals(NodeState.IN_SYNC, pair.backup.node().conductor().state());
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldBeFencedWhenAHigherEpochIsSeen(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            pair.primary.node().ends().getFirst().status().epochSeen(5);
            pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            pair.primary.run();
            assertEquals(NodeState.FENCED, pair.primary.node().conductor().state());
            pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 1, 2));
            pair.primary.run();
            assertEquals(0, released(pair.primary).size());
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldReportDivergenceWhenATagIsMissing(ReleaseHome release) {
        try (TestPair pair = new TestPair(release, new TallyFunction())) {
            // The backup's tickets start elsewhere: a data-dependent access count then differs.
            Region tickets = (Region)
                    pair.backup.node().functions().variables().getFirst().state();
            tickets.putInt(0, 1);
            pair.primary.port(0, 0).arrive(TallyFunction.frame(7, 5, 1));
            pair.primary.run();
            pair.channels.forEach(channel -> channel.transfer(10));
            pair.backup.run();
            assertEquals(NodeState.DIVERGED, pair.backup.node().conductor().state());
            assertEquals(0, released(pair.backup).size());
            PromoteResult result = pair.backup.promote(false);
            assertFalse(result.accepted());
            assertTrue(result.message().contains("diverged"), result.message());
            pair.crashPrimary();
            assertEquals(NodeState.SOLO, pair.promote(true));
            pair.backup.port(0, 0).arrive(TallyFunction.frame(0, 2, 2));
            pair.backup.run();
            assertEquals(1, released(pair.backup).size());
        }
    }

    @Test
    void shouldForwardWithoutPairWhenSolo() {
        try (TestNode node = new TestNode(TestNode.options(Role.PRIMARY, false, WORKERS, OWNERS), tally())) {
            for (int i = 0; i < 1000; i++) {
                node.port(i % 2, i % WORKERS).arrive(TallyFunction.frame(4, 2, i));
            }
            node.run();
            assertEquals(2000, released(node).size());
            node.node().workers().forEach(worker -> worker.onClose());
            assertEquals(0, node.buffers().inUse());
        }
    }

    @Test
    void shouldKeepWhatThePortDoesNotTakeAndCountWhatOverflows() {
        try (TestNode node = new TestNode(TestNode.options(Role.PRIMARY, false, 1, 1), tally())) {
            node.port(1, 0).accept(0);
            for (int i = 0; i < 1100; i++) {
                node.port(0, 0).arrive(TallyFunction.frame(0, 0, i));
            }
            node.run();
            assertEquals(1100 - 1024, node.lost(Loss.TX_FULL.ordinal()));
            node.port(1, 0).accept(Integer.MAX_VALUE);
            node.run();
            assertEquals(1024, node.port(1, 0).sent().size());
            assertArrayEquals(
                    TallyFunction.frame(0, 0, 0), node.port(1, 0).sent().getFirst());
        }
    }
}
