package io.lockstep.nf.state;

/**
 * Told of entries that a {@linkplain FlowTable#sweep sweep} finds expired.
 *
 * <p>Make one when the state is made, not per sweep.
 */
@FunctionalInterface
public interface ExpiryListener {
    /**
     * Called before an expired entry is removed, so that what the entry holds can be given back. The entry stays if the
     * listener gives it a later deadline. The listener must not insert into the same table.
     */
    void onExpiry(int entry);
}
