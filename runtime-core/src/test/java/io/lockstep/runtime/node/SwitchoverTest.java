package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A planned handover: nothing lost, nothing out of order, and a way back until the primary is fenced. */
final class SwitchoverTest {
    private static final int WORKERS = 2;
    private static final long MS = 1_000_000L;

    private static final class Pair implements AutoCloseable {
        final TestNode primary;
        final TestNode backup;
        final List<MemoryChannel> channels = new ArrayList<>();
        boolean delivers = true;
        int sent;

        Pair(ReleaseHome release) {
            primary = node(Role.PRIMARY, release);
            backup = node(Role.BACKUP, release);
            for (int worker = 0; worker < WORKERS; worker++) {
                channels.add(new MemoryChannel(primary.node(), backup.node(), worker));
            }
            channels.forEach(MemoryChannel::connect);
            run(10);
        }

        private static TestNode node(Role role, ReleaseHome release) {
            return new TestNode(
                    TestNode.options(role, true, release, WORKERS, 2),
                    new FunctionSpec("tally", new TallyFunction(), null, 0));
        }

        /** The next packet of the one flow, to whom the network believes to be primary. */
        void send(TestNode to) {
            to.port(0, 0).arrive(TallyFunction.frame(0, 2, sent));
            sent++;
        }

        void run(int rounds) {
            for (int i = 0; i < rounds; i++) {
                primary.step();
                if (delivers) {
                    channels.forEach(channel -> channel.transfer(Integer.MAX_VALUE));
                }
                backup.step();
                if (delivers) {
                    channels.forEach(MemoryChannel::acknowledge);
                }
                channels.forEach(MemoryChannel::poll);
            }
        }

        void pass(long ns) {
            primary.manualClock().advance(ns);
            backup.manualClock().advance(ns);
            run(10);
        }

        NodeState primaryState() {
            return primary.node().conductor().state();
        }

        NodeState backupState() {
            return backup.node().conductor().state();
        }

        PromoteResult result(CompletableFuture<PromoteResult> answer) {
            assertTrue(answer.isDone(), primaryState() + " and " + backupState());
            return answer.join();
        }

        List<Integer> marks(TestNode node) {
            return node.port(1, 0).sent().stream()
                    .map(frame -> ((frame[62] & 0xff) << 8) | (frame[63] & 0xff))
                    .toList();
        }

        @Override
        public void close() {
            primary.close();
            backup.close();
            channels.forEach(MemoryChannel::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingAndKeepOrderWhileTrafficFlows(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            for (int i = 0; i < 50; i++) {
                pair.send(pair.primary);
                pair.run(1);
            }
            CompletableFuture<PromoteResult> answer =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            for (int i = 0; i < 20; i++) { // the network has not learnt yet
                pair.send(pair.primary);
                pair.pass(MS);
            }
            assertEquals(NodeState.HANDING_OVER, pair.primaryState());
            assertEquals(NodeState.TAKING_OVER, pair.backupState());
            for (int i = 0; i < 50; i++) { // now it has: the backup leaves them in its NIC
                pair.send(pair.backup);
                pair.pass(MS);
            }
            assertTrue(pair.result(answer).accepted(), pair.result(answer).message());
            assertEquals(NodeState.FENCED, pair.primaryState());
            assertTrue(pair.primary.node().term().get().reason().contains("handed over"));
            assertEquals(NodeState.SOLO, pair.backupState());
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < pair.sent; i++) {
                expected.add(i);
            }
            List<Integer> released = new ArrayList<>(pair.marks(pair.primary));
            assertEquals(release == ReleaseHome.PRIMARY ? 70 : 0, released.size());
            released.addAll(pair.marks(pair.backup));
            assertEquals(expected, released, "lost, doubled or out of order");
            assertEquals(0, pair.backup.lost(Loss.NOT_PRIMARY.ordinal()));
            assertEquals(new StoredEpochs(1, 2), pair.primary.storedEpochs().saved());
            assertEquals(new StoredEpochs(2, 2), pair.backup.storedEpochs().saved());
            assertEquals(0, pair.result(answer).gapsSkipped());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopTakingPacketsAfterTheLingerTimeHoweverManyCome(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            CompletableFuture<PromoteResult> answer =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            for (int i = 0; i < 300 && !answer.isDone(); i++) {
                pair.send(pair.primary);
                pair.pass(10 * MS);
            }
            assertTrue(pair.result(answer).accepted(), pair.result(answer).message());
            assertEquals(NodeState.FENCED, pair.primaryState());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoBackToWhatTheyWereWhenTheBackupIsTooSlow(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            CompletableFuture<PromoteResult> answer =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            pair.run(5);
            pair.send(pair.primary);
            pair.delivers = false;
            for (int i = 0; i < 60; i++) {
                pair.pass(100 * MS);
            }
            assertFalse(pair.result(answer).accepted());
            assertTrue(
                    pair.result(answer).message().contains("did not hand over"),
                    pair.result(answer).message());
            assertEquals(NodeState.IN_SYNC, pair.backupState());
            pair.delivers = true;
            pair.run(10);
            assertEquals(NodeState.PROTECTED, pair.primaryState());
            pair.send(pair.primary);
            pair.run(10);
            assertEquals(List.of(0, 1), pair.marks(release == ReleaseHome.PRIMARY ? pair.primary : pair.backup));
            CompletableFuture<PromoteResult> again =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            for (int i = 0; i < 10; i++) {
                pair.pass(10 * MS);
            }
            assertTrue(pair.result(again).accepted(), pair.result(again).message());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOverWhenThePrimarysWordComesLate(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            CompletableFuture<PromoteResult> answer =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            pair.run(5);
            pair.channels.forEach(MemoryChannel::disconnect); // cut at the worst moment
            pair.backup.manualClock().advance(400 * MS);
            pair.backup.run();
            assertEquals(NodeState.TAKING_OVER, pair.backupState(), "it may be the primary's last word");
            for (int worker = 0; worker < WORKERS; worker++) {
                pair.backup.node().ends().get(worker).status().handedOver(true); // as its refusal says on redial
            }
            pair.run(10);
            assertTrue(pair.result(answer).accepted(), pair.result(answer).message());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeOnWhenTheBackupDiesDuringTheHandover(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            CompletableFuture<PromoteResult> answer =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            pair.run(5);
            assertEquals(NodeState.HANDING_OVER, pair.primaryState());
            pair.channels.forEach(MemoryChannel::disconnect);
            pair.primary.step();
            pair.primary.step();
            assertEquals(NodeState.RECONNECTING, pair.primaryState());
            pair.send(pair.primary);
            for (int i = 0; i < 5; i++) {
                pair.primary.manualClock().advance(400 * MS);
                pair.channels.forEach(MemoryChannel::poll);
                pair.primary.run();
            }
            assertFalse(answer.isDone(), "the dead backup answers nobody");
            assertEquals(NodeState.SOLO, pair.primaryState());
            pair.send(pair.primary);
            pair.primary.run();
            int withoutBackup = release == ReleaseHome.PRIMARY ? 2 : 1; // what was streamed to the dead backup
            assertEquals(withoutBackup, pair.marks(pair.primary).size());
        }
    }

    /** Taken back while its epoch was being written, and asked for again: the file must say in the end what was acted on. */
    @ParameterizedTest
    @EnumSource
    void shouldBeFencedOnlyWhenTheLastWishIsOnDisk(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            CompletableFuture<PromoteResult> first =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            pair.primary.storedEpochs().beSlow();
            for (int i = 0; i < 60 && !first.isDone(); i++) {
                pair.pass(100 * MS); // the primary's disk takes too long
            }
            assertFalse(pair.result(first).accepted());
            pair.run(10);
            CompletableFuture<PromoteResult> second =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            for (int i = 0; i < 3; i++) {
                pair.pass(30 * MS);
            }
            pair.primary.storedEpochs().writeOne(); // the first wish: epoch 2 is known
            pair.run(10);
            assertEquals(NodeState.HANDING_OVER, pair.primaryState(), "the next one takes it back");
            pair.primary.storedEpochs().write();
            pair.run(10);
            assertEquals(NodeState.FENCED, pair.primaryState());
            assertEquals(2, pair.primary.storedEpochs().saved().seen());
            assertTrue(pair.result(second).accepted());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveUpWhenThePrimaryDiesDuringTheHandover(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            CompletableFuture<PromoteResult> answer =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            pair.run(5);
            pair.channels.forEach(MemoryChannel::disconnect);
            for (int i = 0; i < 30; i++) {
                pair.backup.manualClock().advance(40 * MS);
                pair.backup.run();
            }
            assertFalse(pair.result(answer).accepted());
            assertTrue(
                    pair.result(answer).message().contains("the primary is gone"),
                    pair.result(answer).message());
            assertEquals(NodeState.PRIMARY_LOST, pair.backupState(), "it can be promoted now");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWithoutAConnectedPrimary(ReleaseHome release) {
        try (Pair pair = new Pair(release)) {
            pair.channels.forEach(MemoryChannel::disconnect);
            pair.run(2);
            CompletableFuture<PromoteResult> answer =
                    pair.backup.node().conductor().promote(PromotionKind.SWITCHOVER);
            pair.backup.step();
            assertFalse(pair.result(answer).accepted());
            assertTrue(
                    pair.result(answer).message().contains("nobody to hand over"),
                    pair.result(answer).message());
        }
    }
}
