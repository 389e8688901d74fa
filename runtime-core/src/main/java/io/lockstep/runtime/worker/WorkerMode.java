package io.lockstep.runtime.worker;

/** What a worker does with its ports, its log and its inbox. Set by the conductor, read once per duty cycle. */
public enum WorkerMode {
    /** Primary that waits for its backup: leaves packets in the NIC. */
    HOLD(false, false, false),
    /** Primary without backup: receives, runs the chain, releases. */
    SOLO(true, true, false),
    /** Primary with a backup: receives, runs the chain, streams records; the backup releases. */
    PROTECTED(true, false, false),
    /** Backup: replays records and releases their output. */
    REPLAY(false, true, true),
    /** Promotion: replays what is left in the inbox. */
    DRAIN(false, true, true),
    /** Fenced or diverged: nothing leaves. */
    STOPPED(false, false, false);

    private final boolean active;
    private final boolean releases;
    private final boolean replays;

    WorkerMode(boolean active, boolean releases, boolean replays) {
        this.active = active;
        this.releases = releases;
        this.replays = replays;
    }

    /** Whether the node owns its ports' addresses and takes packets from them. */
    boolean active() {
        return active;
    }

    /** Whether verdicts send packets out. */
    boolean releases() {
        return releases;
    }

    /** Whether the inbox is replayed. */
    boolean replays() {
        return replays;
    }
}
