package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import java.lang.foreign.Arena;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Role changes that something else meets halfway: a disk that fails, one channel of several, a node that is told twice. */
final class RareMomentsTest {
    private static final long MS = 1_000_000L;

    private static TestNode node(Role role, ReleaseHome release, int workers, StoredEpochs stored) {
        return new TestNode(
                TestNode.options(role, true, release, workers, 1),
                stored,
                new FunctionSpec("tally", new TallyFunction(), null, 0));
    }

    private static TestNode node(Role role, int workers) {
        return node(role, ReleaseHome.BACKUP, workers, StoredEpochs.NONE);
    }

    private static ChannelStatus status(TestNode node, int worker) {
        return node.node().ends().get(worker).status();
    }

    private static void stream(TestNode node) {
        node.node().ends().forEach(end -> end.status().state(ChannelState.STREAMING));
        settle(node);
    }

    private static void settle(TestNode node) {
        for (int i = 0; i < 10; i++) {
            node.node()
                    .ends()
                    .forEach(end -> end.status().actedOn(node.node().term().get()));
            node.step();
        }
    }

    private static void pass(TestNode node, long ns) {
        for (long passed = 0; passed < ns; passed += 10 * MS) {
            node.manualClock().advance(10 * MS);
            settle(node);
        }
    }

    private static NodeState state(TestNode node) {
        return node.node().conductor().state();
    }

    private static void wish(TestNode primary, boolean wants) {
        primary.node().ends().forEach(end -> end.status().peerWantsHandover(wants));
    }

    /** The primary claims to have made no access for a packet that makes one. */
    private static void replayRecordWithoutTag(TestNode backup) {
        byte[] packet = TallyFunction.frame(0, 1, 1);
        RecordInbox inbox = backup.node().ends().getFirst().inbox();
        backup.node().session().bind(new PairSession.Bound(UUID.randomUUID(), 42));
        int bytes = RecordLayout.recordBytes(packet.length, 0);
        try (Arena arena = Arena.ofConfined()) {
            long record = arena.allocate(bytes, 8).address();
            RecordLayout.header(record, packet.length, 0, RecordLayout.KIND_PACKET, 0, 1);
            Memory.copyIn(packet, 0, RecordLayout.packetAddress(record), packet.length);
            assertEquals(bytes, inbox.append(record, bytes, 1));
        }
        inbox.publish();
        settle(backup);
    }

    @Test
    void shouldNotWaitForEverWhenOneChannelOfSeveralStaysAwayAndTheOthersStream() {
        try (TestNode primary = node(Role.PRIMARY, 2)) {
            stream(primary);
            assertEquals(NodeState.PROTECTED, state(primary));
            status(primary, 0).state(ChannelState.DISCONNECTED);
            for (int i = 0; i < 50; i++) {
                status(primary, 0).countProbe(); // the other has its peer and asks nobody
                pass(primary, 100 * MS);
            }
            assertEquals(NodeState.GOING_SOLO, state(primary));
        }
    }

    @Test
    void shouldAskItsPeerBeforeItServesAloneHoweverShortTheWait() {
        try (TestNode primary =
                new TestNode(TestNode.impatientPrimary(), new FunctionSpec("tally", new TallyFunction(), null, 0))) {
            pass(primary, 10 * MS);
            assertEquals(NodeState.WAITING_FOR_BACKUP, state(primary), "the peer may have replaced it");
            status(primary, 0).countProbe();
            pass(primary, 10 * MS);
            assertEquals(NodeState.SOLO, state(primary));
        }
    }

    @Test
    void shouldAskItsPeerAgainAfterAStandstill() {
        try (TestNode primary = node(Role.PRIMARY, 1)) {
            stream(primary);
            status(primary, 0).state(ChannelState.DISCONNECTED);
            settle(primary);
            status(primary, 0).countProbe(); // nobody answered then
            pass(primary, 100 * MS);
            primary.manualClock().advance(60_000 * MS); // stopped; the backup is promoted meanwhile
            pass(primary, 3_000 * MS);
            assertEquals(NodeState.RECONNECTING, state(primary));
            status(primary, 0).countProbe();
            settle(primary);
            assertEquals(NodeState.SOLO, state(primary));
        }
    }

    @Test
    void shouldServeOnWhenTheEpochCannotBeStoredDuringAHandover() {
        try (TestNode primary = node(Role.PRIMARY, 1)) {
            stream(primary);
            primary.storedEpochs().fail("no space left on device");
            wish(primary, true);
            pass(primary, 500 * MS);
            assertEquals(NodeState.PROTECTED, state(primary));
        }
    }

    @Test
    void shouldHandOverAfterAReconnectInTheMiddleOfIt() {
        try (TestNode primary = node(Role.PRIMARY, 1)) {
            stream(primary);
            wish(primary, true);
            settle(primary);
            assertEquals(NodeState.HANDING_OVER, state(primary));
            wish(primary, false); // a wish ends with its connection
            status(primary, 0).state(ChannelState.DISCONNECTED);
            settle(primary);
            assertEquals(NodeState.RECONNECTING, state(primary));
            status(primary, 0).state(ChannelState.STREAMING);
            wish(primary, true); // and is made again before the conductor looks
            settle(primary);
            assertEquals(NodeState.HANDING_OVER, state(primary));
        }
    }

    @Test
    void shouldNotTryTheDiskAllTheTimeWhenThePrimaryHasHandedOverAndItIsFull() {
        try (TestNode backup = node(Role.BACKUP, 1)) {
            stream(backup);
            backup.storedEpochs().fail("no space left on device");
            status(backup, 0).handedOver(true);
            int before = backup.states().size();
            settle(backup);
            settle(backup);
            settle(backup);
            assertTrue(
                    backup.states().size() - before < 6,
                    "30 duty cycles, " + (backup.states().size() - before) + " changes of state, each logged");
            backup.storedEpochs().fail(null);
            pass(backup, 2_000 * MS);
            assertEquals(NodeState.SOLO, state(backup), "somebody has to be primary");
        }
    }

    @Test
    void shouldTakeWhatTheNicHoldsAlthoughTheHoldQueueIsStillFull() {
        try (TestNode primary = node(Role.PRIMARY, ReleaseHome.PRIMARY, 1, StoredEpochs.NONE)) {
            stream(primary);
            for (int i = 0; i < 600; i++) {
                primary.port(0, 0).arrive(TallyFunction.frame(0, 1, i));
            }
            settle(primary);
            settle(primary);
            assertTrue(primary.node().counters().getFirst().receivedTotal() < 600, "the rest waits in the NIC");
            wish(primary, true);
            pass(primary, 300 * MS);
            var log = primary.node().ends().getFirst().log();
            long address =
                    java.lang.foreign.Arena.global().allocate(1 << 20, 64).address();
            for (int i = 0; i < 40; i++) {
                while (log.copyCommitted(address, 1 << 20) > 0) {}
                log.acknowledge(log.sentOrdinal());
                settle(primary);
            }
            assertEquals(NodeState.FENCED, state(primary));
            assertEquals(600, primary.node().counters().getFirst().receivedTotal());
            assertEquals(0, primary.lost(Loss.NOT_PRIMARY.ordinal()));
        }
    }

    @Test
    void shouldNotForgetThatItWasReplacedByStartingAsABackupThatNobodyTakes() {
        try (TestNode backup = node(Role.BACKUP, ReleaseHome.BACKUP, 1, new StoredEpochs(1, 2))) {
            settle(backup);
            assertEquals(NodeState.JOINING, state(backup));
            assertEquals(new StoredEpochs(1, 2), backup.storedEpochs().saved());
            status(backup, 0).epochSeen(2);
            stream(backup);
            assertEquals(NodeState.IN_SYNC, state(backup));
            assertEquals(new StoredEpochs(2, 2), backup.storedEpochs().saved(), "now it follows");
        }
    }

    @Test
    void shouldNotBePromotedWithoutForceWhenItDivergesWhileTheEpochIsBeingWritten() {
        try (TestNode backup = node(Role.BACKUP, 1)) {
            stream(backup);
            status(backup, 0).state(ChannelState.DISCONNECTED);
            settle(backup);
            backup.storedEpochs().beSlow();
            CompletableFuture<PromoteResult> answer = backup.node().conductor().promote(PromotionKind.TAKEOVER);
            settle(backup);
            assertEquals(NodeState.RAISING_EPOCH, state(backup));
            replayRecordWithoutTag(backup);
            backup.storedEpochs().write();
            settle(backup);
            assertFalse(answer.join().accepted());
            assertEquals(NodeState.DIVERGED, state(backup));
            assertEquals(1, backup.node().term().get().epoch());
        }
    }

    @Test
    void shouldNotAcknowledgeARecordThatDivergesSoThatThePrimaryDoesNotHandOverToThisNode() {
        try (TestNode backup = node(Role.BACKUP, 1)) {
            stream(backup);
            replayRecordWithoutTag(backup);
            assertEquals(NodeState.DIVERGED, state(backup));
            assertEquals(0, backup.node().ends().getFirst().executed().get());
        }
    }
}
