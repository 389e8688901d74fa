package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.SharedPosition;

/**
 * How far a backup worker has come: all records before {@link #get()} are executed, each with all accesses before its own, and
 * where the backup releases, their output has left. Written by the worker, read by its channel, which acknowledges it.
 */
public final class ExecutedOrdinal {
    private final SharedPosition next = new SharedPosition();

    /** Publishes progress. Worker. */
    public void set(long nextOrdinal) {
        next.set(nextOrdinal);
    }

    /** Ordinal of the first record that is not executed yet. Channel. */
    public long get() {
        return next.get();
    }
}
