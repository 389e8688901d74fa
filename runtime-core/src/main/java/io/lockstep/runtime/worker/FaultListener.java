package io.lockstep.runtime.worker;

/** Told of exceptions in network functions, a bounded number of times per worker, so that a bad packet cannot flood the log. */
@FunctionalInterface
public interface FaultListener {
    /** Worker thread, outside the hot path's bounds; must not block for long. */
    void onFault(int worker, Throwable failure);
}
