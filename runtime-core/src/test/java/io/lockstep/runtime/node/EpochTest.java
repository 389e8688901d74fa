package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import io.lockstep.runtime.worker.WorkerMode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Epochs over restarts: what is on disk before what is done, and who may serve after coming back. */
final class EpochTest {
    private static TestNode node(Role role, StoredEpochs stored) {
        return new TestNode(
                TestNode.options(role, true, 1, 1), stored, new FunctionSpec("tally", new TallyFunction(), null, 0));
    }

    private static ChannelStatus status(TestNode node) {
        return node.node().ends().getFirst().status();
    }

    private static void settle(TestNode node) {
        for (int i = 0; i < 10; i++) {
            status(node).actedOn(node.node().term().get());
            node.step();
        }
    }

    private static NodeState state(TestNode node) {
        return node.node().conductor().state();
    }

    private static TestNode lostBackup() {
        TestNode backup = node(Role.BACKUP, StoredEpochs.NONE);
        status(backup).state(ChannelState.STREAMING);
        settle(backup);
        status(backup).state(ChannelState.DISCONNECTED);
        settle(backup);
        assertEquals(NodeState.PRIMARY_LOST, state(backup));
        return backup;
    }

    @Test
    void shouldTellNobodyOfAPromotionBeforeTheEpochIsOnDisk() {
        try (TestNode backup = lostBackup()) {
            backup.storedEpochs().beSlow();
            CompletableFuture<PromoteResult> answer = backup.node().conductor().promote(PromotionKind.TAKEOVER);
            settle(backup);
            assertEquals(NodeState.RAISING_EPOCH, state(backup));
            assertEquals(Role.BACKUP, backup.node().term().get().role(), "channels would tell the old primary");
            assertFalse(answer.isDone());
            backup.storedEpochs().write();
            settle(backup);
            assertTrue(answer.join().accepted());
            assertEquals(new StoredEpochs(2, 2), backup.storedEpochs().saved());
        }
    }

    @Test
    void shouldKeepPacketsForThePrimaryToComeWhileTheEpochIsBeingWritten() {
        try (TestNode backup = lostBackup()) {
            backup.storedEpochs().beSlow();
            CompletableFuture<PromoteResult> answer = backup.node().conductor().promote(PromotionKind.TAKEOVER);
            settle(backup);
            backup.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            settle(backup);
            assertEquals(0, backup.port(1, 0).sent().size(), "it is not primary yet");
            backup.storedEpochs().write();
            settle(backup);
            assertTrue(answer.join().accepted());
            assertEquals(1, backup.port(1, 0).sent().size());
        }
    }

    @Test
    void shouldKeepNoPacketBesideAPrimaryThatMayHaveTakenItToo() {
        try (TestNode backup = node(Role.BACKUP, StoredEpochs.NONE)) {
            status(backup).state(ChannelState.STREAMING);
            settle(backup);
            assertEquals(NodeState.IN_SYNC, state(backup));
            backup.storedEpochs().beSlow();
            CompletableFuture<PromoteResult> answer = backup.node().conductor().promote(PromotionKind.FORCED);
            settle(backup);
            assertEquals(NodeState.RAISING_EPOCH, state(backup));
            backup.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            settle(backup);
            assertEquals(1, backup.node().counters().getFirst().lostTotal(Loss.NOT_PRIMARY.ordinal()));
            assertFalse(answer.isDone());
        }
    }

    @Test
    void shouldKeepPacketsForNoLongerThanThePeerTimeoutWhenTheDiskHangs() {
        try (TestNode backup = lostBackup()) {
            backup.storedEpochs().beSlow();
            var unused = backup.node().conductor().promote(PromotionKind.TAKEOVER);
            settle(backup);
            backup.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            backup.manualClock().advance(backup.node().options().peerTimeoutNs() + 1);
            settle(backup);
            assertEquals(1, backup.node().counters().getFirst().lostTotal(Loss.NOT_PRIMARY.ordinal()));
            backup.storedEpochs().write();
            settle(backup);
            assertEquals(NodeState.SOLO, state(backup), "it waits for the disk all the same");
        }
    }

    @Test
    void shouldGoOnReplayingAndThrowingPacketsAwayWhenTheEpochCannotBeWritten() {
        try (TestNode backup = lostBackup()) {
            backup.storedEpochs().fail("no space left on device");
            assertFalse(backup.promote(false).accepted());
            settle(backup);
            assertEquals(WorkerMode.REPLAY, backup.node().workers().getFirst().reachedMode());
            backup.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            settle(backup);
            assertEquals(1, backup.node().counters().getFirst().lostTotal(Loss.NOT_PRIMARY.ordinal()));
            assertEquals(0, backup.port(1, 0).sent().size());
        }
    }

    @Test
    void shouldRefuseThePromotionAndStayBackupWhenTheDiskIsFull() {
        try (TestNode backup = lostBackup()) {
            backup.storedEpochs().fail("no space left on device");
            PromoteResult result = backup.promote(false);
            assertFalse(result.accepted());
            assertTrue(result.message().contains("no space left on device"), result.message());
            assertEquals(NodeState.PRIMARY_LOST, state(backup));
            assertEquals(1, backup.node().term().get().epoch());
            backup.storedEpochs().fail(null);
            settle(backup);
            CompletableFuture<PromoteResult> again = backup.node().conductor().promote(PromotionKind.TAKEOVER);
            settle(backup);
            assertTrue(again.join().accepted(), "the disk has room again");
        }
    }

    @Test
    void shouldComeBackInTheEpochItHad() {
        try (TestNode primary = node(Role.PRIMARY, new StoredEpochs(5, 5))) {
            assertEquals(5, primary.node().term().get().epoch());
            assertTrue(primary.node().term().get().acceptsBackup());
        }
        try (TestNode backup = node(Role.BACKUP, new StoredEpochs(5, 7))) {
            assertEquals(7, backup.node().term().get().epoch());
        }
    }

    @Test
    void shouldRememberWhoReplacedIt() {
        try (TestNode primary = node(Role.PRIMARY, StoredEpochs.NONE)) {
            status(primary).state(ChannelState.STREAMING);
            settle(primary);
            status(primary).epochSeen(4);
            settle(primary);
            assertEquals(NodeState.FENCED, state(primary));
            assertEquals(new StoredEpochs(1, 4), primary.storedEpochs().saved());
        }
    }

    @Test
    void shouldNotServeAloneWhenItWasReplacedBeforeItsRestart() {
        try (TestNode primary = new TestNode(
                TestNode.impatientPrimary(),
                new StoredEpochs(1, 2),
                new FunctionSpec("tally", new TallyFunction(), null, 0))) {
            primary.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            primary.manualClock().advance(1);
            settle(primary);
            assertEquals(NodeState.FENCED, state(primary));
            assertEquals(0, primary.port(1, 0).sent().size());
        }
    }

    @Test
    void shouldTakeTheNextEpochWhenTheBackupThatKnowsAHigherOneIsEmpty() {
        try (TestNode primary = node(Role.PRIMARY, new StoredEpochs(1, 2))) {
            settle(primary);
            assertFalse(primary.node().term().get().acceptsBackup(), "epoch 2 is not settled");
            primary.storedEpochs().beSlow();
            status(primary).freshBackupEpochSeen(3);
            settle(primary);
            assertFalse(primary.node().term().get().acceptsBackup(), "epoch 4 is not on disk");
            primary.storedEpochs().write();
            settle(primary);
            Term term = primary.node().term().get();
            assertEquals(4, term.epoch());
            assertTrue(term.acceptsBackup());
            assertEquals(NodeState.WAITING_FOR_BACKUP, state(primary));
        }
    }

    @Test
    void shouldSurviveAPeerThatNamesTheLastEpochThereIs() {
        try (TestNode primary = node(Role.PRIMARY, StoredEpochs.NONE)) {
            status(primary).freshBackupEpochSeen(Term.MAX_EPOCH);
            settle(primary);
            assertEquals(NodeState.FENCED, state(primary));
        }
        try (TestNode backup = lostBackup()) {
            status(backup).epochSeen(Term.MAX_EPOCH);
            PromoteResult refused = backup.promote(false);
            assertFalse(refused.accepted());
            assertTrue(refused.message().contains("no higher one"), refused.message());
        }
    }

    @Test
    void shouldBeFencedByAnEmptyBackupOnceItHasServed() {
        try (TestNode primary = node(Role.PRIMARY, StoredEpochs.NONE)) {
            status(primary).state(ChannelState.STREAMING);
            settle(primary);
            assertEquals(NodeState.PROTECTED, state(primary));
            status(primary).freshBackupEpochSeen(2);
            settle(primary);
            assertEquals(NodeState.FENCED, state(primary), "the peer was primary in epoch 2 and has released");
        }
    }

    @Test
    void shouldGoSoloWhenTheBackupIsConnectedAndExecutesNothing() {
        try (TestNode primary = node(Role.PRIMARY, StoredEpochs.NONE)) {
            status(primary).state(ChannelState.STREAMING);
            settle(primary);
            for (int i = 0; i < 30; i++) {
                primary.manualClock().advance(100_000_000L);
                settle(primary);
            }
            assertEquals(NodeState.PROTECTED, state(primary), "there is nothing to execute");
            primary.port(0, 0).arrive(TallyFunction.frame(0, 1, 1));
            for (int i = 0; i < 19; i++) {
                settle(primary);
                primary.manualClock().advance(100_000_000L);
            }
            settle(primary);
            assertEquals(NodeState.PROTECTED, state(primary));
            for (int i = 0; i < 3; i++) {
                primary.manualClock().advance(100_000_000L);
                primary.step();
            }
            assertEquals(NodeState.GOING_SOLO, state(primary));
            assertTrue(primary.node().term().get().reason().contains("executed nothing"));
        }
    }
}
