package io.lockstep.runtime.role;

/**
 * What a node keeps about epochs over its restarts.
 *
 * @param epoch the last one in which this node was primary, or followed a primary; 0 before the first start
 * @param seen the highest that it has heard of: more than {@code epoch} when it was replaced
 */
public record StoredEpochs(long epoch, long seen) {
    /** A node that has never run. */
    public static final StoredEpochs NONE = new StoredEpochs(0, 0);

    /** Checks the bounds. */
    public StoredEpochs {
        if (epoch < 0 || seen < epoch || seen > Term.MAX_EPOCH) {
            throw new IllegalArgumentException("epoch " + epoch + " and seen " + seen
                    + " do not make sense: expected 0 <= epoch <= seen <= " + Term.MAX_EPOCH);
        }
    }
}
