package io.lockstep.runtime.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicationLogTest {
    private static final int CAPACITY = 8192;

    private final Arena arena = Arena.ofConfined();
    private final RecordRing ring = new RecordRing(CAPACITY);
    private final ReplicationLog log = new ReplicationLog(ring);
    private final long target = arena.allocate(CAPACITY, 8).address();

    @AfterEach
    void close() {
        ring.close();
        arena.close();
    }

    /** A record whose bytes are its ordinal; its size depends on the ordinal too. */
    private boolean append() {
        long ordinal = ring.nextOrdinal();
        long position = ring.claim(sizeOf(ordinal) + 64);
        if (position == RecordRing.FULL) {
            return false;
        }
        for (int i = 0; i < sizeOf(ordinal); i += 8) {
            Memory.putLong(ring.recordAddress(position) + i, ordinal);
        }
        ring.commit(position, sizeOf(ordinal));
        ring.publish();
        return true;
    }

    private static int sizeOf(long ordinal) {
        return 8 * (1 + (int) (ordinal * 7 % 41));
    }

    /** Copies and checks that whole records in order came, from the ordinal that was next. */
    private int copy(int capacityBytes) {
        long ordinal = log.sentOrdinal();
        int bytes = log.copyCommitted(target, capacityBytes);
        assertTrue(bytes <= capacityBytes);
        int at = 0;
        while (at < bytes) {
            for (int i = 0; i < sizeOf(ordinal); i += 8) {
                assertEquals(ordinal, Memory.getLong(target + at + i), "record " + ordinal);
            }
            at += sizeOf(ordinal);
            ordinal++;
        }
        assertEquals(bytes, at, "whole records only");
        assertEquals(ordinal, log.sentOrdinal());
        return log.copiedRecords();
    }

    @Test
    void shouldSendResumeAndFreeAsAModelSaysWhenUsedAtRandom() {
        for (long seed = 0; seed < 100; seed++) {
            try {
                runModel(seed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void runModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ReplicationLogTest test = new ReplicationLogTest();
        ReplicationLog log = test.log;
        long sent = 0;
        long everSent = 0;
        long acknowledged = 0;
        long oldest = 0;
        try {
            for (int step = 0; step < 3000; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> {
                        if (!test.append()) {
                            assertTrue(test.ring.nextOrdinal() > oldest, "a log with nothing to free is never full");
                        }
                    }
                    case 2 -> sent += test.copy(random.nextInt(2000));
                    case 3 -> {
                        long next = oldest - 2 + random.nextLong(sent - oldest + 5);
                        boolean valid = next >= oldest && next <= sent;
                        assertEquals(valid, log.acknowledge(next), "acknowledge " + next);
                        acknowledged = valid && next > oldest ? next : acknowledged;
                        oldest = valid ? next : oldest;
                    }
                    case 4 -> {
                        long next = oldest - 2 + random.nextLong(everSent - oldest + 5);
                        boolean valid = next >= oldest && next <= everSent;
                        assertEquals(valid, log.resumeAt(next), "resume at " + next);
                        sent = valid ? next : sent;
                    }
                    default -> {
                        if (random.nextInt(50) == 0) {
                            long all = test.ring.nextOrdinal();
                            assertEquals(all - oldest, log.discard());
                            sent = all;
                            oldest = all;
                        }
                    }
                }
                everSent = Math.max(everSent, sent);
                assertEquals(sent, log.sentOrdinal());
                assertEquals(acknowledged, log.acknowledgedOrdinal());
            }
            while (test.copy(CAPACITY) > 0) {}
            assertEquals(test.ring.nextOrdinal(), log.sentOrdinal());
            assertTrue(log.acknowledge(log.sentOrdinal()));
        } finally {
            test.close();
        }
    }

    @Test
    void shouldSendAgainFromTheRecordThatAReturningBackupWants() {
        for (int i = 0; i < 10; i++) {
            append();
        }
        assertEquals(10, copy(CAPACITY));
        assertTrue(log.acknowledge(4));
        assertTrue(log.resumeAt(7));
        assertEquals(3, copy(CAPACITY));
        assertTrue(log.resumeAt(4));
        assertEquals(6, copy(CAPACITY));
        assertFalse(log.resumeAt(3), "record 3 is freed");
        assertFalse(log.resumeAt(11), "record 11 was never sent");
        assertEquals(10, log.sentOrdinal());
    }

    /** An old HELLO that comes late, by a connection of its own, must not cost the backup the records that it has had since. */
    @Test
    void shouldResumeAtWhatWasSentOnceWhenAnOlderWishCameInBetween() {
        for (int i = 0; i < 10; i++) {
            append();
        }
        assertEquals(10, copy(CAPACITY));
        assertTrue(log.resumeAt(0), "an old wish");
        assertTrue(log.resumeAt(8), "what the backup wants now: it has had 0 to 7");
        assertEquals(2, copy(CAPACITY));
        assertTrue(log.acknowledge(10));
    }

    @Test
    void shouldRefuseAcknowledgementsThatCannotBe() {
        append();
        append();
        copy(CAPACITY);
        assertFalse(log.acknowledge(3), "never sent");
        assertTrue(log.acknowledge(2));
        assertFalse(log.acknowledge(1), "taken back");
        assertFalse(log.acknowledge(-1));
        assertTrue(log.acknowledge(2), "said twice");
    }

    @Test
    void shouldFreeABatchWhenAllOfItIsAcknowledged() {
        for (int i = 0; i < 10; i++) {
            append();
        }
        int firstFive = sizeOf(0) + sizeOf(1) + sizeOf(2) + sizeOf(3) + sizeOf(4);
        assertEquals(5, copy(firstFive));
        assertEquals(5, copy(CAPACITY));
        assertTrue(log.acknowledge(4));
        assertEquals(4, log.acknowledgedOrdinal(), "what is acknowledged counts at once");
        assertEquals(0, ring.freed(), "in the middle of the first batch");
        assertTrue(log.acknowledge(7));
        long freed = ring.freed();
        assertTrue(freed > 0 && freed < ring.committed(), "the first batch and no more");
        assertTrue(log.resumeAt(7), "from the middle of a batch");
        assertEquals(3, copy(CAPACITY));
        assertTrue(log.acknowledge(10));
        assertEquals(ring.committed(), ring.freed());
    }

    @Test
    void shouldFreeEverythingInTheEndWhenThereWereMoreBatchesThanItMarks() {
        try (RecordRing large = new RecordRing(1 << 20)) {
            ReplicationLog batches = new ReplicationLog(large);
            long position = large.claim(16);
            while (position != RecordRing.FULL) {
                large.commit(position, 16);
                large.publish();
                assertEquals(16, batches.copyCommitted(target, CAPACITY));
                position = large.claim(16);
            }
            long all = batches.sentOrdinal();
            assertTrue(all > 10L * SentMarks.CAPACITY, all + " batches of one record");
            assertTrue(batches.acknowledge(1));
            assertEquals(24, large.freed());
            assertTrue(batches.acknowledge(all - 1));
            assertTrue(batches.resumeAt(all - 1));
            assertEquals(16, batches.copyCommitted(target, CAPACITY));
            assertTrue(batches.acknowledge(all));
            assertEquals(0, large.bytesHeld());
        }
    }

    @Test
    void shouldCopyNothingWhenTheNextRecordDoesNotFit() {
        append();
        assertEquals(0, copy(sizeOf(0) - 1));
        assertEquals(1, copy(sizeOf(0)));
    }

    @Test
    void shouldGiveUpAllRecordsAndCountThoseNotAcknowledged() {
        for (int i = 0; i < 10; i++) {
            append();
        }
        copy(200);
        log.acknowledge(1);
        assertEquals(9, log.discard());
        assertEquals(1, log.acknowledgedOrdinal(), "given up is not executed");
        assertEquals(0, ring.bytesHeld());
        assertEquals(0, log.discard());
        append();
        assertEquals(1, copy(CAPACITY));
    }
}
