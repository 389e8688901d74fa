package io.lockstep.nf;

/**
 * What a worker does with a packet once its access has run: the future's second half.
 *
 * <p>Keep continuations in final fields of the processor ({@code private final Continuation translated =
 * this::translated}), so that no access allocates one.
 */
@FunctionalInterface
public interface Continuation {
    /** Runs on the worker that started the access, with the same context. */
    void run(PacketContext context);
}
