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
 * @param reason for an operator: why the node is in this role
 */
public record Term(Role role, long epoch, boolean acceptsBackup, String reason) {}
