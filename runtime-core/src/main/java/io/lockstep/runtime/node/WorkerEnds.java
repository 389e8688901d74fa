package io.lockstep.runtime.node;

import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.ExecutedOrdinal;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordRing;
import io.lockstep.runtime.replication.ReplicationLog;

/**
 * What a worker and its replication channel share.
 *
 * @param log primary: worker to channel
 * @param inbox backup: channel to worker
 * @param executed backup: the worker's progress
 * @param status the channel's
 */
public record WorkerEnds(ReplicationLog log, RecordInbox inbox, ExecutedOrdinal executed, ChannelStatus status) {
    static WorkerEnds create(int logBytes) {
        return new WorkerEnds(
                new ReplicationLog(new RecordRing(logBytes)),
                new RecordInbox(logBytes),
                new ExecutedOrdinal(),
                new ChannelStatus());
    }

    void close() {
        log.ring().close();
        inbox.close();
    }
}
