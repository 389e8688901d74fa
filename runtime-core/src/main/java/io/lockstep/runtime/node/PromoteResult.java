package io.lockstep.runtime.node;

/**
 * The answer to a promotion request.
 *
 * @param accepted whether the node is primary now
 * @param message what happened, or why it was refused and what to do
 * @param epoch the node's epoch
 * @param requestedNs {@link System#nanoTime} when the request was taken
 * @param epochSavedNs the same when its new epoch was on disk; 0 when refused
 * @param drainedNs the same when all that the old primary had sent was executed; 0 when refused
 * @param completedNs the same when the node was live; 0 when refused
 * @param gapsSkipped sequence numbers that never arrived
 */
public record PromoteResult(
        boolean accepted,
        String message,
        long epoch,
        long requestedNs,
        long epochSavedNs,
        long drainedNs,
        long completedNs,
        long gapsSkipped) {}
