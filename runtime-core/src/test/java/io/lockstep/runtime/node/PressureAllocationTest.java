package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.LoopNode;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I7 where a node is at its bounds, or has nothing to do: a full port, no buffers, a backup that is silent, packets that are lost. */
final class PressureAllocationTest {
    private static final int ROUNDS = 5_000;
    private static final int BUFFERS = 4096;
    private static final int TOO_MANY_ACCESSES = 9;
    /** Passed on, dropped, with a packet of its own making, without a verdict, with too many accesses. */
    private static final byte[][] FRAMES = {
        TallyFunction.frame(0, 1, 0),
        TallyFunction.frame(1, 1, 0),
        TallyFunction.frame(4, 2, 0),
        TallyFunction.frame(5, 1, 0),
        TallyFunction.frame(0, TOO_MANY_ACCESSES, 0)
    };

    @Test
    void shouldAllocateNothingWhenIdle() {
        try (LoopNode solo = node(Role.PRIMARY, false, ReleaseHome.BACKUP, BUFFERS, FRAMES)) {
            assertQuiet(solo::step);
            assertEquals(NodeState.SOLO, solo.node().conductor().state());
        }
    }

    @Test
    void shouldAllocateNothingWhenPacketsAreLost() {
        try (LoopNode solo = node(Role.PRIMARY, false, ReleaseHome.BACKUP, BUFFERS, FRAMES)) {
            assertQuiet(() -> {
                solo.left().arrive(10);
                solo.step();
            });
            assertLost(solo, Loss.NO_VERDICT);
            assertLost(solo, Loss.TOO_MANY_ACCESSES);
        }
    }

    @Test
    void shouldAllocateNothingWhenAPortTakesNothing() {
        try (LoopNode solo = node(Role.PRIMARY, false, ReleaseHome.BACKUP, BUFFERS, FRAMES)) {
            solo.right().jam(true);
            assertQuiet(() -> {
                solo.left().arrive(10);
                solo.step();
            });
            assertLost(solo, Loss.TX_FULL);
        }
    }

    /** Every packet of a burst asks for another one, and there are too few for that. */
    @Test
    void shouldAllocateNothingWhenThePoolIsEmpty() {
        byte[][] emitting = {TallyFunction.frame(4, 2, 0)};
        try (LoopNode solo = node(Role.PRIMARY, false, ReleaseHome.BACKUP, 40, emitting)) {
            assertQuiet(() -> {
                solo.left().arrive(32);
                solo.step();
            });
            assertLost(solo, Loss.NO_BUFFERS);
        }
    }

    @ParameterizedTest
    @EnumSource(ReleaseHome.class)
    void shouldAllocateNothingWhenTheBackupIsSilent(ReleaseHome release) {
        try (LoopNode primary = node(Role.PRIMARY, true, release, BUFFERS, FRAMES);
                LoopNode backup = node(Role.BACKUP, true, release, BUFFERS, FRAMES);
                MemoryChannel channel = new MemoryChannel(primary.node(), backup.node(), 0)) {
            channel.connect();
            assertQuiet(() -> {
                primary.left().arrive(10);
                primary.step();
                backup.left().arrive(10);
                backup.step();
            });
            assertEquals(NodeState.PROTECTED, primary.node().conductor().state());
            assertTrue(
                    primary.node().counters().getFirst().receivedTotal() < 10L * ROUNDS,
                    "no more was taken than log and contexts hold");
            assertLost(backup, Loss.NOT_PRIMARY);
        }
    }

    private static LoopNode node(Role role, boolean paired, ReleaseHome release, int buffers, byte[][] frames) {
        return new LoopNode(
                TestNode.checking(TestNode.options(role, paired, release, 1, 2), 0, true),
                LoopNode.TRANSPARENT,
                buffers,
                frames,
                frames,
                new FunctionSpec("tally", new TallyFunction(), null, 0));
    }

    private static void assertLost(LoopNode node, Loss reason) {
        assertTrue(node.lost(reason.ordinal()) > 0, "nothing was lost under " + reason.label());
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
