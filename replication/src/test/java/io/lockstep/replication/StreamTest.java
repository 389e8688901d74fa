package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Two channels on the loopback: records, acknowledgements, flow control. docs/wire-protocol.md, sections "RECORDS" and "ACK". */
class StreamTest {
    @Test
    void shouldDeliverRecordsInOrderAndFreeTheLogWhenTheyAreExecuted() {
        try (TestNode primary = TestNode.primary();
                TestNode backup = TestNode.backupOf(primary.address())) {
            Steps.until("both stream", () -> primary.isStreaming() && backup.isStreaming(), primary, backup);
            int total = 50_000;
            Steps.until(
                    "all records are executed and acknowledged",
                    () -> primary.log.acknowledgedOrdinal() == total,
                    () -> {
                        while (primary.logRing.nextOrdinal() < total && primary.produce()) {}
                        backup.consume(Integer.MAX_VALUE);
                    },
                    primary,
                    backup);
            assertEquals(total, backup.executed.get());
            assertEquals(0, primary.log.discard());
            assertEquals(0, primary.logRing.bytesHeld());
            assertEquals(primary.session.get(), backup.session.get());
            assertTrue(primary.status.lastProblem().isEmpty(), primary.toString());
        }
    }
}
