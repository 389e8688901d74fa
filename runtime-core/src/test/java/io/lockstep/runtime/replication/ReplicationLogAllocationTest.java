package io.lockstep.runtime.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** I7: records pass through the log, are sent, sent again after a reconnect, acknowledged and given up without a heap object. */
final class ReplicationLogAllocationTest {
    private static final int ROUNDS = 5_000;
    private static final int BURST = 32;
    private static final int FRAME_BYTES = 2048;

    private final long[] tags = {RecordLayout.tagOf(0, 1), RecordLayout.tagOf(1, 2)};
    private long copied;

    @Test
    void shouldAllocateNothing() {
        try (RecordRing ring = new RecordRing(1 << 14);
                Arena arena = Arena.ofConfined()) {
            ReplicationLog log = new ReplicationLog(ring);
            long frame = arena.allocate(FRAME_BYTES, 64).address();
            assertEquals(0, AllocationProbe.leastBytes(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    round(log, frame, i);
                }
            }));
        }
        assertTrue(copied > ROUNDS, "copied " + copied);
    }

    private void round(ReplicationLog log, long frame, int i) {
        commit(log.ring(), i);
        sendAll(log, frame);
        assertTrue(log.resumeAt(log.acknowledgedOrdinal()), "the log has what was never acknowledged");
        sendAll(log, frame);
        assertTrue(log.acknowledge(log.sentOrdinal() - 1), "the last record but one was sent");
        assertTrue(log.acknowledge(log.sentOrdinal()), "the last record was sent");
    }

    private void commit(RecordRing ring, int i) {
        for (int k = 0; k < BURST; k++) {
            int length = (i + k) & 127;
            long position = ring.claim(RecordLayout.recordBytes(length, tags.length));
            RecordLayout.header(ring.recordAddress(position), length, 0, RecordLayout.KIND_PACKET, 0, i);
            RecordLayout.tags(ring.recordAddress(position), tags, k % (tags.length + 1));
            ring.commit(position, RecordLayout.recordBytes(length, k % (tags.length + 1)));
        }
        ring.publish();
    }

    private void sendAll(ReplicationLog log, long frame) {
        while (log.sentOrdinal() < log.ring().nextOrdinal()) {
            copied += log.copyCommitted(frame, FRAME_BYTES) + log.copiedRecords();
        }
    }
}
