package io.lockstep.runtime.node;

import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;

/**
 * How a node is built.
 *
 * @param startRole {@link Role#PRIMARY} or {@link Role#BACKUP}
 * @param paired whether the node has a peer at all
 * @param release which node of the pair lets output leave; {@link ReleaseHome#BACKUP} without a pair
 * @param workers workers, and queues per port
 * @param owners state owners
 * @param inFlight contexts per worker, a power of two
 * @param maxAccesses most accesses of one input
 * @param logBytes capacity of a worker's replication log and inbox, a power of two
 * @param secret seed of the packets' random numbers; the backup takes its primary's
 * @param peerTimeoutNs after how long without it a backup counts as lost
 * @param waitForBackupNs how long a starting primary waits for its backup, {@link Long#MAX_VALUE} for ever
 * @param holdOnBackupLoss whether to release nothing without a backup instead of going solo
 * @param lagTimeoutNs after how long without any progress a connected backup counts as lost, unless the primary holds
 * @param digestIntervalNs how often a protected primary compares a piece of each owner's state with the backup's, 0: never
 * @param switchover times of a planned handover
 */
public record NodeOptions(
        Role startRole,
        boolean paired,
        ReleaseHome release,
        int workers,
        int owners,
        int inFlight,
        int maxAccesses,
        int logBytes,
        long secret,
        long peerTimeoutNs,
        long waitForBackupNs,
        boolean holdOnBackupLoss,
        long lagTimeoutNs,
        long digestIntervalNs,
        SwitchoverTiming switchover) {}
