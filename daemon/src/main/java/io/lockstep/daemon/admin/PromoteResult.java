package io.lockstep.daemon.admin;

/**
 * How a request to promote went.
 *
 * @param accepted whether the node is, or is about to be, the primary because of this request
 * @param message one sentence for the operator; where refused, why and what to do
 * @param epoch the node's epoch now
 * @param acceptedAtUs when the node took the request up; 0 where refused
 * @param primaryAtUs when the node had become primary; 0 where refused or not yet
 */
public record PromoteResult(boolean accepted, String message, long epoch, long acceptedAtUs, long primaryAtUs) {
    /** A refusal. */
    public static PromoteResult refused(String message, long epoch) {
        return new PromoteResult(false, message, epoch, 0, 0);
    }
}
