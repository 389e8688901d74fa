package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.PortInfo;
import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.MemoryEpochs;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.LoopPool;
import io.lockstep.runtime.testing.LoopPort;
import io.lockstep.runtime.testing.ManualClock;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I7: workers, owners and the log allocate nothing per packet, on a solo node, on a primary and on a backup. */
final class PairAllocationTest {
    private static final int ROUNDS = 20_000;
    /** All frames of the rounds but those that are still on their way at the end. */
    private static final long LEAST_SENT = 8L * (ROUNDS - 100);

    private static final class QuietNode implements Node.Environment, AutoCloseable {
        final Arena arena = Arena.ofShared();
        final LoopPool pool = new LoopPool(arena, 4096);
        final LoopPort left = new LoopPort(pool, TallyFunction.frame(4, 3, 0));
        final LoopPort right = new LoopPort(pool, TallyFunction.frame(0, 1, 0));
        final ManualClock clock = new ManualClock();
        final EpochStore epochs = new MemoryEpochs();
        final Node node;

        QuietNode(Role role, boolean paired, ReleaseHome release) {
            List<LinkSettings> ports = List.of(TestNode.transparent(0, "left", 1), TestNode.transparent(1, "right", 0));
            List<PortInfo> infos = ports.stream().map(LinkSettings::info).toList();
            FunctionSpec spec = new FunctionSpec("tally", new TallyFunction(Duration.ofMillis(1)), null, 0);
            this.node = new Node(
                    TestNode.checking(TestNode.options(role, paired, release, 1, 2), 1_000_000, false),
                    ports,
                    List.of(new int[] {0}, new int[] {0}),
                    NodeFunctions.open(List.of(spec), infos, 2),
                    this);
            node.conductor().onStart();
        }

        void step() {
            clock.advance(10_000);
            node.conductor().doWork();
            node.workers().getFirst().doWork();
            for (int i = 0; i < 2; i++) {
                node.owners().get(i).doWork();
            }
        }

        @Override
        public PortQueue queue(int port, int worker) {
            return port == 0 ? left : right;
        }

        @Override
        public BufferPool pool() {
            return pool;
        }

        @Override
        public NodeClock clock() {
            return clock;
        }

        @Override
        public EpochStore epochs() {
            return epochs;
        }

        @Override
        public NodeListener nodeListener() {
            return (state, term) -> {};
        }

        @Override
        public FaultListener faultListener() {
            return (worker, failure) -> {
                throw new AssertionError(failure);
            };
        }

        @Override
        public void close() {
            node.workers().forEach(Worker::onClose);
            node.close();
            arena.close();
        }
    }

    @Test
    void shouldAllocateNothingWhenSolo() {
        try (QuietNode solo = new QuietNode(Role.PRIMARY, false, ReleaseHome.BACKUP)) {
            assertQuiet(() -> {
                solo.left.arrive(8);
                solo.right.arrive(8);
                solo.step();
            });
            assertTrue(solo.right.sent() >= LEAST_SENT, "sent " + solo.right.sent());
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldAllocateNothingOnEitherNodeOfAPair(ReleaseHome release) {
        try (QuietNode primary = new QuietNode(Role.PRIMARY, true, release);
                QuietNode backup = new QuietNode(Role.BACKUP, true, release);
                MemoryChannel channel = new MemoryChannel(primary.node, backup.node, 0)) {
            channel.connect();
            assertQuiet(() -> {
                primary.left.arrive(8);
                primary.right.arrive(8);
                primary.step();
                channel.transfer(64);
                backup.step();
                channel.acknowledge();
            });
            assertEquals(NodeState.PROTECTED, primary.node.conductor().state());
            assertTrue(backup.node.checks().getFirst().passes() > 100, "state was not compared");
            boolean byPrimary = release == ReleaseHome.PRIMARY;
            long sent = byPrimary ? primary.right.sent() : backup.right.sent();
            assertTrue(sent >= LEAST_SENT, "sent " + sent);
            assertEquals(0, byPrimary ? backup.right.sent() : primary.right.sent());
        }
    }

    private static void assertQuiet(Runnable round) {
        long bytes = AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                round.run();
            }
        });
        assertEquals(0, bytes, "bytes allocated in " + ROUNDS + " rounds");
    }
}
