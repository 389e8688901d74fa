package io.lockstep.runtime.worker;

import io.lockstep.runtime.role.ReleaseHome;

/** What a worker does with its ports, its log and its inbox. Set by the conductor, read once per duty cycle. */
public enum WorkerMode {
    /** Primary that waits for its backup: leaves packets in the NIC. */
    HOLD(false, false),
    /** Primary without backup: receives, runs the chain, releases. */
    SOLO(true, false),
    /** Primary with a backup: receives, runs the chain, streams records; output leaves when the backup has executed them. */
    PROTECTED(true, false),
    /** Backup: replays records and, by default, releases their output. */
    REPLAY(false, true),
    /** Promotion: replays what is left in the inbox. */
    DRAIN(false, true),
    /** Fenced or diverged: nothing leaves. */
    STOPPED(false, false);

    private final boolean active;
    private final boolean replays;

    WorkerMode(boolean active, boolean replays) {
        this.active = active;
        this.replays = replays;
    }

    /** Whether the node owns its ports' addresses and takes packets from them. */
    boolean active() {
        return active;
    }

    /** What verdicts do with output. */
    OutputFate outputs(ReleaseHome home) {
        boolean backupReleases = home == ReleaseHome.BACKUP;
        return switch (this) {
            case SOLO -> OutputFate.SEND;
            case PROTECTED -> backupReleases ? OutputFate.LEAVE : OutputFate.HOLD;
            case REPLAY -> backupReleases ? OutputFate.SEND : OutputFate.LEAVE;
            case DRAIN -> backupReleases ? OutputFate.SEND : OutputFate.TAKEOVER;
            case HOLD, STOPPED -> OutputFate.DISCARD;
        };
    }

    /** Whether the inbox is replayed. */
    boolean replays() {
        return replays;
    }
}
