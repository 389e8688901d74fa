package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lockstep.runtime.role.Term;
import org.junit.jupiter.api.Test;

/** How the wish for a switchover and the primary's last word travel. Section "HANDOVER". */
class PlannedHandoverTest {
    private static void connect(TestNode primary, TestNode backup) {
        Steps.until("the backup is attached", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
    }

    @Test
    void shouldCarryTheWishAndTakeItBack() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            connect(primary, backup);
            assertFalse(primary.status.peerWantsHandover());
            backup.term(Term.takingOver(1, "asked"));
            Steps.until("the primary knows", primary.status::peerWantsHandover, primary, backup);
            backup.term(Term.backup(1, "changed its mind"));
            Steps.until("the primary knows", () -> !primary.status.peerWantsHandover(), primary, backup);
        }
    }

    @Test
    void shouldDeliverEverythingBeforeTheLastWord() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            connect(primary, backup);
            backup.term(Term.takingOver(1, "asked"));
            for (int i = 0; i < 100; i++) {
                primary.produce();
            }
            Steps.until(
                    "all is executed",
                    () -> primary.log.acknowledgedOrdinal() == 100,
                    () -> backup.consume(7),
                    primary,
                    backup);
            assertFalse(backup.status.handedOver());
            primary.term(Term.handedOver(1, "as asked"));
            Steps.until("the backup knows", backup.status::handedOver, primary, backup);
            Steps.until("the connection is gone", backup.status::inboundComplete, primary, backup);
            assertEquals(100, backup.inbox.nextOrdinal());
        }
    }

    @Test
    void shouldRepeatTheLastWordWhenTheConnectionBrokeBeforeIt() {
        try (TestNode primary = TestNode.primary();
                CuttingProxy proxy = new CuttingProxy(primary.address());
                TestNode backup = TestNode.backupOf(proxy.address())) {
            Steps.until(
                    "the backup is attached",
                    () -> primary.isStreaming() && backup.isStreaming(),
                    proxy::step,
                    primary,
                    backup);
            backup.term(Term.takingOver(1, "asked"));
            Steps.until("the primary knows", primary.status::peerWantsHandover, proxy::step, primary, backup);
            proxy.cut();
            Steps.until("the primary has noticed", () -> !primary.isStreaming(), primary, backup);
            assertFalse(primary.status.peerWantsHandover(), "who is not there asks for nothing");
            primary.term(Term.handedOver(1, "as asked"));
            Steps.until("the backup is told on its next dial", backup.status::handedOver, proxy::step, primary, backup);
        }
    }

    @Test
    void shouldNotTellABackupWithoutStateThatItHasBeenHandedAnything() {
        try (TestNode primary = TestNode.primary()) {
            primary.term(Term.handedOver(1, "as asked"));
            try (TestNode backup = TestNode.backupOf(primary.address())) {
                Steps.until("the backup is refused", () -> primary.status.refusedConnections() > 1, primary, backup);
                assertFalse(backup.status.handedOver());
            }
        }
    }
}
