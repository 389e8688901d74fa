package io.lockstep.runtime.node;

import java.util.Locale;

/** The conductor's states: the node's role, seen closer. */
public enum NodeState {
    /** Primary: waits for its first backup and leaves packets in the NIC. */
    WAITING_FOR_BACKUP,
    /** Primary: a backup replays everything. */
    PROTECTED,
    /** Primary: the backup is out of reach; records gather in the log until it is back or the time is up. */
    RECONNECTING,
    /** Primary: the backup is lost, and by policy nothing is released until one is back. */
    HOLDING,
    /** Primary: the backup has asked for a planned handover; takes what still arrives, finishes it, waits until all is executed. */
    HANDING_OVER,
    /** Primary: on the way to {@link #SOLO}; channels let go of the log. */
    GOING_SOLO,
    /** Primary: releases by itself, unprotected. */
    SOLO,
    /** Backup: has not reached its primary yet. */
    JOINING,
    /** Backup: replays and releases. */
    IN_SYNC,
    /** Backup: the primary is out of reach; the state is as of the last record. Can be promoted. */
    PRIMARY_LOST,
    /** Backup: has taken the addresses, leaves packets in the NIC, and waits for the primary to hand over. */
    TAKING_OVER,
    /** Promotion: the new epoch is being written to disk. */
    RAISING_EPOCH,
    /** Promotion: replays what has arrived. */
    DRAINING,
    /** Promotion: owners and workers turn to live traffic. */
    GOING_LIVE,
    /** Learnt of a higher epoch, or has handed over; releases nothing more. */
    FENCED,
    /** Found that its state differs from the primary's; releases nothing more. */
    DIVERGED;

    /** Whether a backup is on its way to primary. */
    boolean isPromoting() {
        return this == RAISING_EPOCH || this == DRAINING || this == GOING_LIVE;
    }

    /** The name that operators see. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
