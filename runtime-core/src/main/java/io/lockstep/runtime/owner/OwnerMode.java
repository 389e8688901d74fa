package io.lockstep.runtime.owner;

/** How a state owner numbers accesses. */
public enum OwnerMode {
    /** Numbers accesses as they come. */
    LIVE,
    /** Runs accesses strictly in the order of their recorded numbers and parks those that are early. */
    REPLAY,
    /** Promotion under way: as {@link #REPLAY}, but numbers that will never come are skipped. */
    DRAIN
}
