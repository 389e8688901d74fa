package io.lockstep.runtime.role;

/** What a node is in its pair. */
public enum Role {
    /** Polls the NIC and decides the order of accesses. */
    PRIMARY,
    /** Replays the primary's records and, by default, releases their output. */
    BACKUP,
    /** A backup on its way to primary: its channels hand over what they have received and close. */
    PROMOTING,
    /** Was primary, learnt of a higher epoch, and releases nothing more. */
    FENCED,
    /** Was backup and found that its state differs from the primary's. Releases nothing; promoted only by force. */
    DIVERGED
}
