package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.LoopNode;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I7: workers, owners and the log allocate nothing per packet, on a solo node, on a primary and on a backup. */
final class PairAllocationTest {
    private static final int ROUNDS = 20_000;
    /** All frames of the rounds but those that are still on their way at the end. */
    private static final long LEAST_SENT = 8L * (ROUNDS - 100);

    private static LoopNode node(Role role, boolean paired, ReleaseHome release) {
        FunctionSpec spec = new FunctionSpec("tally", new TallyFunction(Duration.ofMillis(1)), null, 0);
        return new LoopNode(
                TestNode.checking(TestNode.options(role, paired, release, 1, 2), 1_000_000, false),
                LoopNode.TRANSPARENT,
                4096,
                new byte[][] {TallyFunction.frame(4, 3, 0)},
                new byte[][] {TallyFunction.frame(0, 1, 0)},
                spec);
    }

    @Test
    void shouldAllocateNothingWhenSolo() {
        try (LoopNode solo = node(Role.PRIMARY, false, ReleaseHome.BACKUP)) {
            assertQuiet(() -> {
                solo.left().arrive(8);
                solo.right().arrive(8);
                solo.step();
            });
            assertTrue(solo.right().sent() >= LEAST_SENT, "sent " + solo.right().sent());
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldAllocateNothingOnEitherNodeOfAPair(ReleaseHome release) {
        try (LoopNode primary = node(Role.PRIMARY, true, release);
                LoopNode backup = node(Role.BACKUP, true, release);
                MemoryChannel channel = new MemoryChannel(primary.node(), backup.node(), 0)) {
            channel.connect();
            assertQuiet(() -> {
                primary.left().arrive(8);
                primary.right().arrive(8);
                primary.step();
                channel.transfer(64);
                backup.step();
                channel.acknowledge();
            });
            assertEquals(NodeState.PROTECTED, primary.node().conductor().state());
            assertTrue(backup.node().checks().getFirst().passes() > 100, "state was not compared");
            boolean byPrimary = release == ReleaseHome.PRIMARY;
            long sent = byPrimary ? primary.right().sent() : backup.right().sent();
            assertTrue(sent >= LEAST_SENT, "sent " + sent);
            assertEquals(0, byPrimary ? backup.right().sent() : primary.right().sent());
        }
    }

    private static void assertQuiet(Runnable round) {
        long bytes = AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                round.run();
            }
        });
        assertEquals(0, bytes, "bytes that every run of " + ROUNDS + " rounds allocates");
    }
}
