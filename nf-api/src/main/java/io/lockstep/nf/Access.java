package io.lockstep.nf;

/**
 * One operation on one shared variable. It runs on the state owner's thread, alone, in sequence order; on the backup in
 * the same order.
 *
 * <p>Arguments and results travel in the {@linkplain AccessContext#value(int) value slots}. Keep accesses in static final
 * fields, short and bounded: while one runs, every other packet that needs this owner waits.
 *
 * @param <S> the state's type
 */
@FunctionalInterface
public interface Access<S> {
    /** Runs the operation. An exception drops the packet under {@code nf-exception}, on both nodes alike. */
    void run(S state, AccessContext context);

    /**
     * A hint: says where {@link #run} will read, and changes nothing. A state owner asks every access of a batch, in step 0 and again
     * in step 1, and has the processor fetch what they name before it runs the first: so a batch waits for memory once, not every
     * access for itself. An access that follows a reference (index, then entry) names the index in step 0, and in step 1, where the
     * index can be read at no cost, the entry. Worth writing where state is larger than a core's cache.
     *
     * <p>Accesses of the same batch may change the state in between: what is found here is no promise. Must not throw, and must not
     * take {@link AccessContext#random}.
     *
     * @return an address, from the state's container ({@link io.lockstep.nf.state.FlowTable#prefetch}); 0: none
     */
    default long prefetch(S state, AccessContext context, int step) {
        return 0;
    }
}
