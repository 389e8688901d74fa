package io.lockstep.runtime.role;

/**
 * A node's role and all that goes with it, as one immutable value: readers see either the old or the new, never a mix.
 *
 * <p>Written by the conductor, read by channels and workers through a {@link TermHolder}.
 *
 * @param role what the node is
 * @param epoch grows by one with each promotion; a node that learns of a higher one is fenced
 * @param acceptsBackup primary only: whether a backup may still attach. False once the primary has gone solo, because what a
 *     backup would need is no longer in the replication log
 * @param wantsHandover backup only: whether it asks its primary for a planned handover
 * @param handedOver fenced only: whether the node stopped because its backup had asked for the handover, and has everything
 * @param reason for an operator: why the node is in this role
 */
public record Term(
        Role role, long epoch, boolean acceptsBackup, boolean wantsHandover, boolean handedOver, String reason) {
    /** Highest epoch that any node may name: far beyond any number of promotions, far from overflow. */
    public static final long MAX_EPOCH = (1L << 48) - 1;

    /** A primary's term. */
    public static Term primary(long epoch, boolean acceptsBackup, String reason) {
        return new Term(Role.PRIMARY, epoch, acceptsBackup, false, false, reason);
    }

    /** A backup's term. */
    public static Term backup(long epoch, String reason) {
        return new Term(Role.BACKUP, epoch, false, false, false, reason);
    }

    /** The term of a backup that asks its primary to hand over. */
    public static Term takingOver(long epoch, String reason) {
        return new Term(Role.BACKUP, epoch, false, true, false, reason);
    }

    /** A term in any other role. */
    public static Term of(Role role, long epoch, String reason) {
        return new Term(role, epoch, false, false, false, reason);
    }

    /** The term of a primary that has handed over. */
    public static Term handedOver(long epoch, String reason) {
        return new Term(Role.FENCED, epoch, false, false, true, reason);
    }
}
