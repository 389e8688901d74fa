package io.lockstep.replication;

import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.replication.wire.RecordsCheck;
import io.lockstep.replication.wire.RecordsFrame;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.replication.RecordRing;

/**
 * Moves the records of RECORDS frames into the inbox: a frame is checked whole before its first record is moved, and may then go
 * in several steps while the worker makes room. No allocation.
 */
final class InboxWriter {
    private final RecordRing inbox;
    private final RecordsCheck check;
    private int movedBytes;

    InboxWriter(RecordRing inbox, RecordLimits limits) {
        this.inbox = inbox;
        this.check = new RecordsCheck(limits);
    }

    /** Ordinal of the record that comes next. */
    long nextOrdinal() {
        return inbox.nextOrdinal();
    }

    /** Moves as many records of the connection's RECORDS frame as there is room for; true when that was all of them. */
    boolean take(Connection connection, long epoch) throws MalformedFrameException {
        long frame = connection.frameAddress();
        int length = connection.frameLength();
        if (movedBytes == 0) {
            check.check(connection.bytes(), frame, length, epoch, inbox.nextOrdinal());
            movedBytes = RecordsFrame.HEADER_BYTES;
        }
        while (movedBytes < length) {
            long record = frame + movedBytes;
            int recordBytes =
                    RecordLayout.recordBytes(RecordLayout.packetLength(record), RecordLayout.tagCount(record));
            long slot = inbox.claim(recordBytes);
            if (slot == RecordRing.FULL) {
                return false;
            }
            Memory.copy(record, inbox.recordAddress(slot), recordBytes);
            inbox.commit(slot, recordBytes);
            movedBytes += recordBytes;
        }
        movedBytes = 0;
        return true;
    }

    /** Whether a frame is half in the inbox. */
    boolean isWaitingForRoom() {
        return movedBytes != 0;
    }

    /** Shows the worker what was moved. */
    void publish() {
        inbox.publish();
    }

    /** The connection is gone, and what was left of its frame with it. */
    void forget() {
        movedBytes = 0;
    }
}
