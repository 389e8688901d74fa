package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.ArrayPort;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One node whose role changes at a bad moment, or whose network function or wire misbehaves. */
final class RoleChangeTest {
    private static FunctionSpec tally() {
        return new FunctionSpec("tally", new TallyFunction(), null, 0);
    }

    private static FunctionSpec calling(Consumer<PacketContext> body) {
        NetworkFunctionFactory factory = new NetworkFunctionFactory() {
            @Override
            public String type() {
                return "calling";
            }

            @Override
            public NetworkFunction open(NfSetup setup) {
                PacketProcessor processor = body::accept;
                return () -> processor;
            }
        };
        return new FunctionSpec("calling", factory, null, 0);
    }

    private static TestNode node(Role role, boolean paired) {
        return new TestNode(TestNode.options(role, paired, 1, 1), tally());
    }

    private static ChannelStatus status(TestNode node) {
        return node.node().ends().getFirst().status();
    }

    @Test
    void shouldGiveAnOversizedFrameBackToThePoolWhileNotPrimary() {
        try (TestNode backup = node(Role.BACKUP, true)) {
            backup.port(0, 0).arrive(new byte[backup.buffers().dataBytes() + 1]);
            backup.run();
            assertEquals(0, backup.buffers().inUse(), "a buffer without address waits for the next record");
            assertEquals(1, backup.lost(Loss.NOT_PRIMARY.ordinal()));
        }
    }

    @Test
    void shouldSendNothingThatTheFenceFoundInTheTransmitQueue() {
        try (TestNode node = node(Role.PRIMARY, false)) {
            node.port(1, 0).accept(0);
            for (int i = 0; i < 3; i++) {
                node.port(0, 0).arrive(TallyFunction.frame(0, 0, i));
            }
            node.run();
            status(node).epochSeen(5);
            node.run();
            assertEquals(NodeState.FENCED, node.node().conductor().state());
            node.port(1, 0).accept(Integer.MAX_VALUE);
            node.run();
            assertEquals(0, node.port(1, 0).sent().size(), "a fenced node has released");
            assertEquals(3, node.lost(Loss.DISCARDED.ordinal()));
            assertEquals(0, node.node().counters().getFirst().releasedTotal(1));
            node.node().workers().getFirst().onClose();
            assertEquals(0, node.buffers().inUse());
        }
    }

    /** What has never run is slow at first: the first packet is not to wait for a burst of others. */
    @Test
    void shouldBeginWithSinglePacketsAfterAPromotion() {
        try (TestPair pair = new TestPair(ReleaseHome.BACKUP, new TallyFunction())) {
            pair.crashPrimary();
            assertEquals(NodeState.SOLO, pair.promote());
            ArrayPort port = pair.backup.port(1, 0);
            for (int i = 0; i < 200; i++) {
                port.arrive(TallyFunction.frame(0, 0, i));
            }
            List<Integer> bursts = new ArrayList<>();
            while (port.waiting() > 0 && bursts.size() < 200) {
                int before = port.waiting();
                pair.backup.step();
                bursts.add(before - port.waiting());
            }
            assertEquals(List.of(1, 2, 4, 8, 16, 169), bursts, "full bursts follow each other in one duty cycle");
        }
    }

    @Test
    void shouldNotPromoteWithoutForceWhenThePrimaryWentOnAlone() {
        try (TestNode backup = node(Role.BACKUP, true)) {
            status(backup).state(ChannelState.STREAMING);
            backup.run();
            status(backup).leftBehind(true);
            status(backup).state(ChannelState.DISCONNECTED);
            backup.run();
            assertEquals(NodeState.PRIMARY_LOST, backup.node().conductor().state());
            PromoteResult result = backup.promote(false);
            assertFalse(result.accepted(), "what the primary released alone would be rolled back");
            assertTrue(result.message().contains("--force"), result.message());
        }
    }

    /** The primary counts it as attached once all HELLOs are answered, whether the answers have arrived or not. */
    @Test
    void shouldBePromotableWhenThePrimaryDiedBeforeEveryChannelHadHeardItsWelcome() {
        try (TestNode backup = new TestNode(TestNode.options(Role.BACKUP, true, 2, 1), tally())) {
            status(backup).state(ChannelState.STREAMING); // the other worker's never comes to it
            backup.node().session().bind(new PairSession.Bound(UUID.randomUUID(), 1));
            backup.run();
            assertEquals(NodeState.JOINING, backup.node().conductor().state());
            status(backup).state(ChannelState.DISCONNECTED);
            backup.run();
            assertEquals(NodeState.PRIMARY_LOST, backup.node().conductor().state());
        }
    }

    @Test
    void shouldNotGoSoloRightAfterTheProcessStoodStill() {
        try (TestNode primary = node(Role.PRIMARY, true)) {
            status(primary).state(ChannelState.STREAMING);
            primary.run();
            status(primary).state(ChannelState.DISCONNECTED);
            primary.run();
            assertEquals(NodeState.RECONNECTING, primary.node().conductor().state());
            primary.manualClock().advance(60_000_000_000L); // SIGSTOP, SIGCONT; it was replaced meanwhile
            primary.run();
            assertEquals(NodeState.RECONNECTING, primary.node().conductor().state(), "nobody could tell it yet");
            status(primary).epochSeen(2);
            primary.run();
            assertEquals(NodeState.FENCED, primary.node().conductor().state());
        }
    }

    @Test
    void shouldNotStarveAPortWhenContextsAreShort() {
        try (TestNode node = node(Role.PRIMARY, false)) {
            Random random = new Random(1);
            for (int i = 0; i < 20_000; i++) {
                node.port(0, 0).arrive(TallyFunction.frame(0, 1 + random.nextInt(6), i));
                node.port(1, 0).arrive(TallyFunction.frame(0, 1 + random.nextInt(6), i));
            }
            for (int i = 0; i < 500; i++) {
                node.step();
            }
            int first = 20_000 - node.port(0, 0).waiting();
            int second = 20_000 - node.port(1, 0).waiting();
            assertTrue(second > first / 2, first + " packets taken from one port, " + second + " from the other");
        }
    }

    @Test
    void shouldCountEveryPacketOnceWhenFenced() {
        try (TestNode node = node(Role.PRIMARY, true)) {
            status(node).state(ChannelState.STREAMING);
            node.run();
            node.port(0, 0).arrive(TallyFunction.frame(1, 1, 1)); // in flight, then dropped
            node.port(0, 0).arrive(TallyFunction.frame(0, 1, 2)); // in flight, then forwarded
            node.port(0, 0).arrive(TallyFunction.frame(0, 0, 3)); // committed behind the first
            node.node().workers().getFirst().doWork();
            status(node).epochSeen(5);
            node.node().conductor().doWork();
            node.run();
            assertEquals(1, node.lost(Loss.UNACKNOWLEDGED.ordinal()));
            assertEquals(1, node.lost(Loss.DISCARDED.ordinal()));
            assertEquals(1, node.lost(Loss.values().length), "dropped by the function");
        }
    }

    @Test
    void shouldSurviveAFunctionThatNamesNoReasonNoVariableOrThrowsACheckedException() {
        try (TestNode node = new TestNode(TestNode.options(Role.PRIMARY, false, 1, 1), calling(context -> {
            switch (context.packet().getUnsignedByte(TallyFunction.COMMAND)) {
                case 0 -> context.drop(null);
                case 1 -> context.access(null, (state, access) -> {}, PacketContext::pass);
                default -> RoleChangeTest.<RuntimeException>sneak(new java.io.IOException("from Kotlin"));
            }
        }))) {
            for (int command = 0; command < 3; command++) {
                node.port(0, 0).arrive(TallyFunction.frame(command, 0, command));
            }
            node.run();
            assertEquals(3, node.lost(Loss.NF_EXCEPTION.ordinal()));
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
