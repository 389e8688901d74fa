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
}
