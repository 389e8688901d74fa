package io.lockstep.replication;

import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.ExecutedOrdinal;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.ReplicationLog;
import io.lockstep.runtime.role.TermHolder;
import org.agrona.concurrent.NanoClock;

/**
 * All that a worker's channel works with. The channel owns none of it and closes none of it.
 *
 * @param worker index of the worker
 * @param endpoints where it listens and whom it dials
 * @param timing its times
 * @param limits what a record of this pair can be
 * @param identity what both nodes must have in common
 * @param term the node's role; written by the conductor
 * @param session the node's session; a primary has bound it before its channels run
 * @param seat the node's one backup, shared by its channels
 * @param log the worker's replication log, used while the node is primary
 * @param inbox where a backup's records go
 * @param executed how far the backup's worker has come
 * @param status where the channel says how it is
 * @param clock monotonic
 */
public record ChannelSetup(
        int worker,
        ChannelEndpoints endpoints,
        ChannelTiming timing,
        RecordLimits limits,
        PairIdentity identity,
        TermHolder term,
        PairSession session,
        BackupSeat seat,
        ReplicationLog log,
        RecordInbox inbox,
        ExecutedOrdinal executed,
        ChannelStatus status,
        NanoClock clock) {
    /** Checks what can be checked before anything runs. */
    public ChannelSetup {
        if (worker < 0 || worker > 0xffff) {
            throw new IllegalArgumentException("worker index is " + worker + ", expected 0 to 65535");
        }
        if (limits.maxRecordBytes() > inbox.maxRecordBytes()) {
            throw new IllegalArgumentException("records of up to " + limits.maxRecordBytes()
                    + " bytes do not fit the inbox, which takes " + inbox.maxRecordBytes() + ": make it larger");
        }
    }
}
