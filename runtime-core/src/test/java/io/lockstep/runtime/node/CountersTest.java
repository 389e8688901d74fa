package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every packet is accounted for under one name. What went in is counted by the test, not by the product: {@code input = released +
 * dropped by verdict + each named loss}.
 */
final class CountersTest {
    private static final int DROPPED = Loss.values().length; // the tally's only reason

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    /** A pair under every kind of input, with ports that take nothing for a while. */
    private static final class Traffic implements AutoCloseable {
        final TestPair pair;
        final Random random;
        final long[] offered = new long[8];
        int sent;

        Traffic(ReleaseHome release, long seed) {
            this.pair = new TestPair(release, new TallyFunction(Duration.ofMillis(1)));
            this.random = new Random(seed);
        }

        void send(TestNode to, int packets) {
            for (int i = 0; i < packets; i++) {
                int command = random.nextInt(8);
                offered[command]++;
                to.port(random.nextInt(2), random.nextInt(TestPair.WORKERS))
                        .arrive(TallyFunction.frame(command, random.nextInt(9), sent++));
                if (random.nextInt(8) == 0) {
                    to.manualClock().advance(300_000);
                    pair.run();
                }
            }
            pair.run();
            pair.run();
        }

        long offered() {
            return LongStream.of(offered).sum();
        }

        long fewestDrops() {
            return offered[1];
        }

        @Override
        public void close() {
            pair.close();
        }
    }

    private static long sum(TestNode node, java.util.function.ToLongFunction<WorkerCounters> counter) {
        return node.node().counters().stream().mapToLong(counter).sum();
    }

    private static long lost(TestNode node) {
        long sum = node.lost(DROPPED);
        for (Loss loss : Loss.values()) {
            sum += loss.countsElsewhere() ? 0 : node.lost(loss.ordinal());
        }
        return sum;
    }

    private static long releasedByPorts(TestNode node) {
        return TestPair.released(node).size();
    }

    /** The sum of {@link WorkerCounters}, and the released packets as the ports saw them. */
    private static void assertBalanced(TestNode node, String when) {
        long in = sum(node, WorkerCounters::receivedTotal)
                + sum(node, WorkerCounters::timersTotal)
                + sum(node, WorkerCounters::replayedTotal)
                + sum(node, WorkerCounters::emittedTotal);
        long released = sum(node, c -> c.releasedTotal(0) + c.releasedTotal(1));
        long out = released + sum(node, WorkerCounters::doneTotal) + sum(node, WorkerCounters::leftTotal) + lost(node);
        assertEquals(in, out, when + ": " + figures(node));
        assertEquals(releasedByPorts(node), released, when + ": the ports saw others");
    }

    private static String figures(TestNode node) {
        List<String> losses = new ArrayList<>();
        for (Loss loss : Loss.values()) {
            losses.add(loss.label() + " " + node.lost(loss.ordinal()));
        }
        return "received " + sum(node, WorkerCounters::receivedTotal) + ", timers "
                + sum(node, WorkerCounters::timersTotal) + ", replayed " + sum(node, WorkerCounters::replayedTotal)
                + ", emitted " + sum(node, WorkerCounters::emittedTotal) + ", done "
                + sum(node, WorkerCounters::doneTotal)
                + ", left " + sum(node, WorkerCounters::leftTotal) + ", dropped " + node.lost(DROPPED) + ", " + losses;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAddUpOnBothNodesOfAProtectedPair(long seed) {
        for (ReleaseHome release : ReleaseHome.values()) {
            try (Traffic traffic = new Traffic(release, seed)) {
                traffic.send(traffic.pair.primary, 400);
                assertEquals(traffic.offered(), sum(traffic.pair.primary, WorkerCounters::receivedTotal));
                assertBalanced(traffic.pair.primary, "primary, seed " + seed);
                assertBalanced(traffic.pair.backup, "backup, seed " + seed);
                assertTrue(traffic.pair.primary.lost(DROPPED) >= traffic.fewestDrops());
                TestNode releaser = release == ReleaseHome.PRIMARY ? traffic.pair.primary : traffic.pair.backup;
                TestNode other = release == ReleaseHome.PRIMARY ? traffic.pair.backup : traffic.pair.primary;
                assertEquals(releasedByPorts(releaser), sum(other, WorkerCounters::leftTotal), "left to the other");
                assertEquals(0, releasedByPorts(other));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAddUpAfterThePrimaryWentSolo(long seed) {
        for (ReleaseHome release : ReleaseHome.values()) {
            try (Traffic traffic = new Traffic(release, seed)) {
                traffic.send(traffic.pair.primary, 100);
                traffic.pair.channels.forEach(MemoryChannel::disconnect);
                for (int i = 0; i < 10; i++) {
                    traffic.offered[0]++;
                    traffic.pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 2, i));
                }
                traffic.pair.primary.run();
                traffic.pair.outlastPeerTimeout();
                traffic.pair.channels.forEach(MemoryChannel::poll);
                traffic.pair.primary.run();
                assertEquals(
                        NodeState.SOLO, traffic.pair.primary.node().conductor().state());
                for (int i = 0; i < 50; i++) {
                    traffic.offered[0]++;
                    traffic.pair.primary.port(0, 0).arrive(TallyFunction.frame(0, 2, i));
                }
                traffic.pair.primary.run();
                assertEquals(traffic.offered(), sum(traffic.pair.primary, WorkerCounters::receivedTotal));
                assertBalanced(traffic.pair.primary, release + ", seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAddUpOnBothNodesAroundAPromotion(long seed) {
        for (ReleaseHome release : ReleaseHome.values()) {
            try (Traffic traffic = new Traffic(release, seed)) {
                traffic.send(traffic.pair.primary, 100);
                for (int i = 0; i < 20; i++) {
                    traffic.pair.primary.port(0, i % 2).arrive(TallyFunction.frame(i % 8, 3, i));
                }
                traffic.pair.primary.run();
                traffic.pair.channels.getFirst().transfer(Integer.MAX_VALUE); // worker 1's records are lost
                traffic.pair.crashPrimary();
                traffic.pair.promote();
                assertBalanced(traffic.pair.backup, release + ", promoted, seed " + seed);
                traffic.pair.backup.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
                traffic.pair.backup.run();
                assertBalanced(traffic.pair.backup, release + ", serving, seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAddUpWhenFencedWithInputsInFlight(long seed) {
        for (ReleaseHome release : ReleaseHome.values()) {
            try (Traffic traffic = new Traffic(release, seed)) {
                traffic.send(traffic.pair.primary, 50);
                TestNode primary = traffic.pair.primary;
                for (int i = 0; i < 40; i++) {
                    primary.port(0, i % 2).arrive(TallyFunction.frame(i % 8, 1 + i % 4, i));
                }
                for (int i = 0; i < seed % 7; i++) {
                    primary.step();
                }
                primary.node().ends().getFirst().status().epochSeen(9);
                primary.run();
                assertEquals(NodeState.FENCED, primary.node().conductor().state());
                assertBalanced(primary, release + ", seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldCountWhatAFullPortLoses(long seed) {
        try (Traffic traffic = new Traffic(ReleaseHome.BACKUP, seed)) {
            traffic.pair.backup.port(0, 0).accept((int) seed * 7);
            traffic.pair.backup.port(1, 1).accept(0);
            traffic.send(traffic.pair.primary, 9000);
            traffic.pair.backup.port(0, 0).accept(Integer.MAX_VALUE);
            traffic.pair.backup.port(1, 1).accept(Integer.MAX_VALUE);
            traffic.pair.run();
            assertTrue(traffic.pair.backup.lost(Loss.TX_FULL.ordinal()) > 0, "the ports were never full");
            assertBalanced(traffic.pair.backup, "seed " + seed);
        }
    }
}
