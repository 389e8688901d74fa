package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.Role;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, section "Flow control". */
class FlowControlTest {
    @Test
    void shouldLoseNothingWhenEveryBufferIsSmallAndTheWorkerSlow() {
        for (long seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TestNode.Options options = new TestNode.Options();
            options.records = new TestRecords(seed, 900);
            options.role = Role.PRIMARY;
            options.logBytes = 1 << 20;
            try (TestNode primary = new TestNode(options)) {
                options = new TestNode.Options();
                options.records = primary.records;
                options.peer = primary.address();
                options.inboxBytes = 4096;
                try (TestNode backup = new TestNode(options)) {
                    int total = 5000;
                    Steps.until(
                            "all records are executed and acknowledged",
                            () -> primary.log.acknowledgedOrdinal() == total,
                            () -> {
                                while (primary.logRing.nextOrdinal() < total && primary.produce()) {}
                                backup.consume(random.nextInt(8));
                            },
                            primary,
                            backup);
                    assertEquals(1, backup.status.connections(), backup.toString());
                    assertEquals(0, backup.status.malformedFrames());
                }
            }
        }
    }

    @Test
    void shouldCarryWhatHasPiledUpInWritesOfSeveralFrames() {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        options.logBytes = 4 << 20;
        try (TestNode primary = new TestNode(options)) {
            options = new TestNode.Options();
            options.records = primary.records;
            options.peer = primary.address();
            try (TestNode backup = new TestNode(options)) {
                Steps.until("the backup is attached", primary::isStreaming, primary, backup);
                while (primary.logRing.bytesHeld() < 3L * WorkerChannel.MOST_WRITE_BYTES) {
                    assertTrue(primary.produce());
                }
                long total = primary.logRing.nextOrdinal();
                Steps.until(
                        "all records are executed and acknowledged",
                        () -> primary.log.acknowledgedOrdinal() == total,
                        () -> backup.consume(1000),
                        primary,
                        backup);
                assertEquals(0, backup.status.malformedFrames(), backup.toString());
            }
        }
    }

    @Test
    void shouldPushBackIntoTheLogWhenTheBackupTakesNothing() {
        try (TestNode primary = TestNode.primary();
                RawPeer peer = RawPeer.connect(primary.address())) {
            peer.send(frame -> TestHello.of(java.util.UUID.randomUUID()).write(frame));
            peer.awaitWelcome(primary);
            long[] sent = {-1};
            Steps.until(
                    "the log is full and nothing more is sent",
                    () -> {
                        long before = sent[0];
                        sent[0] = primary.log.sentOrdinal();
                        return before == sent[0] && !primary.produce();
                    },
                    () -> {
                        while (primary.produce()) {}
                    },
                    primary);
            assertEquals(0, primary.log.acknowledgedOrdinal());
            assertTrue(primary.isStreaming());
        }
    }

    @Test
    void shouldCarryTheLargestRecord() {
        TestNode.Options options = new TestNode.Options();
        options.role = Role.PRIMARY;
        try (TestNode primary = new TestNode(options);
                TestNode backup = TestNode.backupOf(primary.address())) {
            int size = RecordLayout.recordBytes(RecordLayout.MAX_PACKET_BYTES, RecordLayout.MAX_TAGS);
            long position = primary.logRing.claim(size);
            long record = primary.logRing.recordAddress(position);
            for (int i = 0; i < size; i++) {
                Memory.putByte(record + i, 0);
            }
            RecordLayout.header(record, RecordLayout.MAX_PACKET_BYTES, 0, RecordLayout.KIND_PACKET, 0, 1);
            Memory.putByte(RecordLayout.packetAddress(record) + RecordLayout.MAX_PACKET_BYTES - 1, 0xab);
            RecordLayout.tags(record, new long[RecordLayout.MAX_TAGS], RecordLayout.MAX_TAGS);
            primary.logRing.commit(position, size);
            primary.logRing.publish();
            Steps.until("it is in the inbox", () -> backup.inbox.committed() > 0, primary, backup);
            RecordInbox inbox = backup.inbox;
            assertEquals(size, inbox.next(0));
            assertEquals(
                    0xab,
                    Memory.getUnsignedByte(
                            RecordLayout.packetAddress(inbox.recordAddress(0)) + RecordLayout.MAX_PACKET_BYTES - 1));
        }
    }
}
