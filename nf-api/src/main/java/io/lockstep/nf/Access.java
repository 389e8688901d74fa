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

    /** Added to what {@link #prefetch} returns in step 1: ask for step 2 as well. */
    long MORE = Long.MIN_VALUE;

    /**
     * A hint: says where {@link #run} will read, and changes no state. A state owner asks every access of a batch, in step 0 and again
     * in step 1, and has the processor fetch what they name before it runs the first: so a batch waits for memory once, not every
     * access for itself. An access that follows a reference (index, then entry) names the index in step 0, and in step 1, where the
     * index can be read at no cost, the entry. Where that is not all, it adds {@link #MORE} and is asked for a last step, number 2.
     * Worth writing where state is larger than a core's cache.
     *
     * <p>Accesses of the same batch may change the state in between: what is found here is no promise. It may leave a note for the next
     * step or for {@link #run} in a value slot, such as {@link io.lockstep.nf.state.FlowTable#candidate}; but as the nodes of a pair ask
     * at other moments, or never, {@code run} must do the same whatever the note says. Must not throw, and must not take {@link
     * AccessContext#random}.
     *
     * @param step 0, 1, or 2
     * @return an address, from the state's container ({@link io.lockstep.nf.state.FlowTable#prefetch}); 0: none
     */
    default long prefetch(S state, AccessContext context, int step) {
        return 0;
    }
}
