package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.Memory;

/**
 * The channel's side of a worker's replication log: which records were sent and which the backup has executed.
 *
 * <p>The worker claims, commits and publishes in the {@link #ring()}; the channel, on its own thread, calls everything else.
 * Room is freed by acknowledgement, not by sending, so that a reconnect resumes where the backup stopped:
 * {@code claimed >= committed >= sent >= acknowledged}.
 */
public final class ReplicationLog {
    private final RecordRing ring;
    private final SentMarks marks = new SentMarks();

    // Channel.
    private long sentPosition;
    private long sentOrdinal;
    private long oldestOrdinal;
    private long freedOrdinal;
    private long everSentOrdinal;
    private volatile long acknowledgedOrdinal;
    private int copiedRecords;

    /** Makes the log over a fresh ring. */
    public ReplicationLog(RecordRing ring) {
        this.ring = ring;
    }

    /** The ring underneath. */
    public RecordRing ring() {
        return ring;
    }

    /**
     * Copies committed records that were not sent yet, whole records in ordinal order, and counts them as sent.
     *
     * @param target address of the first byte to write
     * @param capacityBytes room there
     * @return bytes written, 0 when there is nothing to send; {@link #copiedRecords()} says how many records
     */
    public int copyCommitted(long target, int capacityBytes) {
        long end = ring.committed();
        long position = sentPosition;
        int bytes = 0;
        int records = 0;
        while (position < end) {
            long slot = ring.slot(position);
            int recordBytes = RecordRing.slotRecordBytes(slot);
            if (recordBytes >= 0) {
                if (recordBytes > capacityBytes - bytes) {
                    break;
                }
                Memory.copy(ring.recordAddress(position), target + bytes, recordBytes);
                bytes += recordBytes;
                records++;
            }
            position += RecordRing.slotBytes(slot);
        }
        sent(position, records);
        return bytes;
    }

    private void sent(long position, int records) {
        sentPosition = position;
        sentOrdinal += records;
        everSentOrdinal = Math.max(everSentOrdinal, sentOrdinal);
        if (records > 0) {
            marks.add(sentOrdinal, position);
        }
        copiedRecords = records;
    }

    /** Number of records that the last {@link #copyCommitted} wrote. */
    public int copiedRecords() {
        return copiedRecords;
    }

    /** Ordinal of the next record to send. */
    public long sentOrdinal() {
        return sentOrdinal;
    }

    /**
     * Ordinal of the first record that the backup has not acknowledged. Any thread. What was given up by {@link #discard} never
     * counts as acknowledged: a primary that holds output would release it.
     */
    public long acknowledgedOrdinal() {
        return acknowledgedOrdinal;
    }

    /**
     * Notes that the backup has executed all records before {@code nextOrdinal}, and frees the batches that lie before it whole.
     *
     * @return false, and nothing changes, when the peer acknowledges what was never sent or takes an acknowledgement back
     */
    public boolean acknowledge(long nextOrdinal) {
        if (nextOrdinal < oldestOrdinal || nextOrdinal > sentOrdinal) {
            return false;
        }
        if (nextOrdinal > oldestOrdinal) {
            freeBefore(nextOrdinal);
            oldestOrdinal = nextOrdinal;
            acknowledgedOrdinal = nextOrdinal;
        }
        return true;
    }

    /**
     * Goes to a record that a returning backup asks for: back to one that it has not had, or forth again to one that it has had since
     * an older wish, by another connection, sent the log back.
     *
     * @return false, and nothing changes, when that record is gone or was never sent
     */
    public boolean resumeAt(long nextOrdinal) {
        if (nextOrdinal < oldestOrdinal || nextOrdinal > everSentOrdinal) {
            return false;
        }
        sentPosition = positionOf(nextOrdinal);
        sentOrdinal = nextOrdinal;
        return true;
    }

    /** Gives up all records: nobody will ask for them again. Returns how many the backup had not acknowledged. */
    public long discard() {
        long end = ring.committed();
        long position = sentPosition;
        while (position < end) {
            position = ring.skipPadding(position);
            if (position < end) {
                position = ring.next(position);
                sentOrdinal++;
            }
        }
        sentPosition = position;
        everSentOrdinal = sentOrdinal;
        long unacknowledged = sentOrdinal - oldestOrdinal;
        oldestOrdinal = sentOrdinal;
        marks.clear();
        freedOrdinal = sentOrdinal;
        ring.free(position);
        return unacknowledged;
    }

    private void freeBefore(long ordinal) {
        int mark = marks.pass(ordinal);
        if (mark >= 0) {
            freedOrdinal = marks.ordinal(mark);
            ring.free(marks.position(mark));
        }
    }

    private long positionOf(long ordinal) {
        long position = ring.freed();
        for (long i = freedOrdinal; i < ordinal; i++) {
            position = ring.next(ring.skipPadding(position));
        }
        return position;
    }
}
