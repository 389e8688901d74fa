package io.lockstep.runtime.worker;

import io.lockstep.runtime.role.ReleaseHome;

/** What a worker does with its ports, its log and its inbox. Set by the conductor, read once per duty cycle. */
public enum WorkerMode {
    /** Primary that waits for its backup: leaves packets in the NIC. */
    HOLD(Side.NEITHER, false),
    /** Primary without backup: receives, runs the chain, releases. */
    SOLO(Side.PRIMARY, true),
    /** Primary with a backup: receives, runs the chain, streams records; output leaves when the backup has executed them. */
    PROTECTED(Side.PRIMARY, true),
    /** Primary that hands over, at first: as {@link #PROTECTED}, but the backup has the addresses. */
    LINGER(Side.PRIMARY, false),
    /** Primary that hands over, at last: finishes and streams what it has received and leaves the rest in the NIC. */
    QUIESCE(Side.PRIMARY, false),
    /** Backup: replays records and, by default, releases their output. */
    REPLAY(Side.BACKUP, false),
    /** Backup to which the primary hands over: as {@link #REPLAY}, but it has the addresses already and leaves packets in the NIC. */
    TAKE_OVER(Side.BACKUP, true),
    /** Promotion whose epoch is not on the disk yet: as {@link #REPLAY}, but leaves packets in the NIC, for the primary to come. */
    RAISE(Side.BACKUP, false),
    /** Promotion: replays what is left in the inbox and leaves packets in the NIC. */
    DRAIN(Side.BACKUP, false),
    /** Fenced or diverged: nothing leaves. */
    STOPPED(Side.NEITHER, false);

    private enum Side {
        PRIMARY,
        BACKUP,
        NEITHER
    }

    private final Side side;
    private final boolean ownsAddresses;

    WorkerMode(Side side, boolean ownsAddresses) {
        this.side = side;
        this.ownsAddresses = ownsAddresses;
    }

    /** Whether the worker numbers and ends inputs of its own. */
    boolean active() {
        return side == Side.PRIMARY;
    }

    /** Whether it takes packets from its ports and fires timers. */
    boolean takesInput() {
        return side == Side.PRIMARY && this != QUIESCE;
    }

    /** Whether it keeps its receive queues empty without using what comes. */
    boolean passesBy() {
        return this == REPLAY || this == STOPPED;
    }

    /** Whether the node answers for its ports' addresses. */
    boolean ownsAddresses() {
        return ownsAddresses;
    }

    /** Whether inputs are streamed to a backup. */
    boolean streams() {
        return this == PROTECTED || this == LINGER || this == QUIESCE;
    }

    /** What verdicts do with output. */
    OutputFate outputs(ReleaseHome home) {
        boolean backupReleases = home == ReleaseHome.BACKUP;
        return switch (this) {
            case SOLO -> OutputFate.SEND;
            case PROTECTED, LINGER, QUIESCE -> backupReleases ? OutputFate.LEAVE : OutputFate.HOLD;
            case REPLAY, TAKE_OVER, RAISE -> backupReleases ? OutputFate.SEND : OutputFate.LEAVE;
            case DRAIN -> backupReleases ? OutputFate.SEND : OutputFate.TAKEOVER;
            case HOLD, STOPPED -> OutputFate.DISCARD;
        };
    }

    /** Whether the inbox is replayed. */
    boolean replays() {
        return side == Side.BACKUP;
    }

    /** Whether the primary is told what has been executed. */
    boolean acknowledges() {
        return this == REPLAY || this == TAKE_OVER || this == RAISE;
    }
}
