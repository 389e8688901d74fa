package io.lockstep.runtime.node;

/** What an operator asks a backup for. */
public enum PromotionKind {
    /** Become primary in place of one that is gone; refused when it is not, or when state would be lost. */
    TAKEOVER,
    /** Become primary whatever speaks against it. */
    FORCED,
    /** Planned: the primary hands over when it has nothing left to do. */
    SWITCHOVER
}
