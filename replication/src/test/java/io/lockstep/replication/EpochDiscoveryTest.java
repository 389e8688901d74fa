package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.role.Role;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, section "Epoch discovery". */
class EpochDiscoveryTest {
    private static TestNode primary(long epoch, TestNode peer) {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        options.epoch = epoch;
        options.peer = peer == null ? TestNode.NOWHERE : peer.address();
        return new TestNode(options);
    }

    @Test
    void shouldTellTheStalePrimaryWhenItIsDialled() {
        try (TestNode stale = primary(1, null);
                TestNode current = primary(2, stale)) {
            Steps.until("the stale one knows", () -> stale.status.highestEpochSeen() == 2, stale, current);
            assertEquals(0, stale.status.refusedConnections(), "a question is no wish to attach");
            Steps.until("the current one has its answer", () -> current.status.highestEpochSeen() == 1, stale, current);
        }
    }

    @Test
    void shouldTellTheStalePrimaryWhenItDials() {
        try (TestNode current = primary(2, null);
                TestNode stale = primary(1, current)) {
            Steps.until("the stale one knows", () -> stale.status.highestEpochSeen() == 2, stale, current);
            assertTrue(stale.status.lastProblem().contains("this node is primary of epoch 2"), stale.toString());
        }
    }

    @Test
    void shouldWarnWhenBothArePrimaryOfTheSameEpoch() {
        try (TestNode one = primary(1, null);
                TestNode other = primary(1, one)) {
            Steps.until(
                    "the dialler knows",
                    () -> other.status.lastProblem().contains("both nodes are primary of epoch 1"),
                    one,
                    other);
        }
    }

    @Test
    void shouldAskAgainAndAgainUntilABackupIsThere() {
        try (RawPrimary peer = new RawPrimary()) {
            TestNode.Options options = new TestNode.Options();
            options.role = Role.PRIMARY;
            options.peer = peer.address();
            try (TestNode primary = new TestNode(options)) {
                for (int i = 0; i < 3; i++) {
                    try (RawPeer asked = peer.accept(primary)) {
                        assertEquals(Role.PRIMARY, asked.awaitHello(primary).role());
                    }
                }
                try (RawPeer asked = peer.accept(primary);
                        TestNode backup = TestNode.backupOf(primary.address())) {
                    asked.awaitHello(primary);
                    Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
                    asked.awaitEnd(primary, backup);
                }
                assertFalse(primary.status.lastProblem().contains("malformed"), primary.toString());
            }
        }
    }

    @Test
    void shouldFenceAPrimaryThatComesBackToANewOne() {
        try (TestNode promoted = primary(2, null)) {
            TestNode.Options options = new TestNode.Options();
            options.role = Role.PRIMARY;
            options.peer = promoted.address();
            try (TestNode old = new TestNode(options)) {
                Steps.until("the old primary knows", () -> old.status.highestEpochSeen() == 2, old, promoted);
                old.role(Role.FENCED, 1, false); // what its conductor does
                Steps.until("it goes on asking nobody", () -> old.channel.doWork() == 0, old, promoted);
            }
        }
    }

    /** Who of the two is started first must not decide whether the pair comes up. */
    @Test
    void shouldNotTakeABackupWithoutStateForARivalWhenItAnswersBeforeItDials() {
        TestNode.Options options = new TestNode.Options();
        options.epoch = 2; // it was promoted once, and has been started anew as backup
        try (TestNode backup = new TestNode(options);
                TestNode primary = primary(1, backup)) {
            Steps.until("the primary has its answer", () -> primary.status.probes() > 0, primary, backup);
            assertEquals(0, primary.status.highestEpochSeen(), "it would be fenced, before it has served");
            assertEquals(2, primary.status.freshBackupEpoch(), "it has to take the next epoch");
        }
    }
}
