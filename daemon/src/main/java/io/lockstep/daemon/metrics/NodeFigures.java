package io.lockstep.daemon.metrics;

import io.lockstep.daemon.admin.NodeStatus;
import java.util.List;
import java.util.Map;

/**
 * A node's figures at one moment.
 *
 * @param status what {@code lockstep status} shows
 * @param peerDiverged whether the backup has told this node that their states differ
 * @param workers by index
 * @param gapsSkipped by owner: sequence numbers that were skipped in promotions
 * @param losses lost packets by reason; a reason that has not occurred is there with 0
 */
public record NodeFigures(
        NodeStatus status,
        boolean peerDiverged,
        List<Worker> workers,
        List<Long> gapsSkipped,
        Map<String, Long> losses) {
    /**
     * A worker's counts.
     *
     * @param streamed inputs put into the replication log
     * @param replayed inputs replayed
     * @param done inputs used up without output
     * @param discarded records that left the log unacknowledged
     */
    public record Worker(long streamed, long replayed, long done, long discarded) {}
}
