package io.lockstep.runtime.worker;

/** What a worker does with its ports, its log and its inbox. Set by the conductor, read once per duty cycle. */
public enum WorkerMode {
    /** Primary that waits for its backup: leaves packets in the NIC. */
    HOLD(Side.NEITHER, false, false),
    /** Primary without backup: receives, runs the chain, releases. */
    SOLO(Side.PRIMARY, true, true),
    /** Primary with a backup: receives, runs the chain, streams records; the backup releases. */
    PROTECTED(Side.PRIMARY, true, false),
    /** Primary that hands over: finishes and streams what it has received and leaves the rest in the NIC. */
    QUIESCE(Side.PRIMARY, false, false),
    /** Backup: replays records and releases their output. */
    REPLAY(Side.BACKUP, false, true),
    /** Backup to which the primary hands over: as {@link #REPLAY}, but it has the addresses already and leaves packets in the NIC. */
    TAKE_OVER(Side.BACKUP, true, true),
    /** Promotion: replays what is left in the inbox. */
    DRAIN(Side.BACKUP, false, true),
    /** Fenced or diverged: nothing leaves. */
    STOPPED(Side.NEITHER, false, false);

    private enum Side {
        PRIMARY,
        BACKUP,
        NEITHER
    }

    private final Side side;
    private final boolean ownsAddresses;
    private final boolean releases;

    WorkerMode(Side side, boolean ownsAddresses, boolean releases) {
        this.side = side;
        this.ownsAddresses = ownsAddresses;
        this.releases = releases;
    }

    /** Whether the worker numbers and ends inputs of its own. */
    boolean active() {
        return side == Side.PRIMARY;
    }

    /** Whether it takes packets from its ports and fires timers. */
    boolean takesInput() {
        return side == Side.PRIMARY && ownsAddresses;
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
        return this == PROTECTED || this == QUIESCE;
    }

    /** Whether verdicts send packets out. */
    boolean releases() {
        return releases;
    }

    /** Whether the inbox is replayed. */
    boolean replays() {
        return side == Side.BACKUP;
    }
}
