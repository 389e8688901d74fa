package io.lockstep.replication;

import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.replication.wire.RecordsCheck;
import io.lockstep.replication.wire.RecordsFrame;
import io.lockstep.runtime.replication.RecordInbox;

/**
 * Moves the records of RECORDS frames into the inbox: a frame is checked whole before its first record is moved, and may then go
 * in several steps while the worker makes room. No allocation.
 */
final class InboxWriter {
    private final RecordInbox inbox;
    private final RecordsCheck check;
    private int movedBytes;

    InboxWriter(RecordInbox inbox, RecordLimits limits) {
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
        long endOrdinal = RecordsFrame.firstOrdinal(connection.bytes()) + RecordsFrame.count(connection.bytes());
        movedBytes += inbox.append(frame + movedBytes, length - movedBytes, (int) (endOrdinal - inbox.nextOrdinal()));
        if (movedBytes < length) {
            return false;
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
