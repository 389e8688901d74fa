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

    // Channel.
    private long sentPosition;
    private long sentOrdinal;
    private long oldestOrdinal;
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
            position = ring.skipPadding(position);
            if (position >= end) {
                break;
            }
            int recordBytes = ring.recordBytes(position);
            if (recordBytes > capacityBytes - bytes) {
                break;
            }
            Memory.copy(ring.recordAddress(position), target + bytes, recordBytes);
            bytes += recordBytes;
            records++;
            position = ring.next(position);
        }
        sentPosition = position;
        sentOrdinal += records;
        copiedRecords = records;
        return bytes;
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
     * Frees all records before {@code nextOrdinal}: the backup has executed them.
     *
     * @return false, and nothing changes, when the peer acknowledges what was never sent or takes an acknowledgement back
     */
    public boolean acknowledge(long nextOrdinal) {
        if (nextOrdinal < oldestOrdinal || nextOrdinal > sentOrdinal) {
            return false;
        }
        if (nextOrdinal > oldestOrdinal) {
            ring.free(positionOf(nextOrdinal));
            oldestOrdinal = nextOrdinal;
            acknowledgedOrdinal = nextOrdinal;
        }
        return true;
    }

    /**
     * Goes back to a record that a returning backup asks for.
     *
     * @return false, and nothing changes, when that record is gone or was never sent
     */
    public boolean resumeAt(long nextOrdinal) {
        if (nextOrdinal < oldestOrdinal || nextOrdinal > sentOrdinal) {
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
        long unacknowledged = sentOrdinal - oldestOrdinal;
        oldestOrdinal = sentOrdinal;
        ring.free(position);
        return unacknowledged;
    }

    private long positionOf(long ordinal) {
        long position = ring.freed();
        for (long i = oldestOrdinal; i < ordinal; i++) {
            position = ring.next(ring.skipPadding(position));
        }
        return position;
    }
}
