package io.lockstep.runtime.replication;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How far a backup worker has come: all records before {@link #get()} are executed, each with all accesses before its own, and
 * where the backup releases, their output has left. Written by the worker, read by its channel, which acknowledges it.
 */
public final class ExecutedOrdinal {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(ExecutedOrdinal.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable")
    private long value;

    /** Publishes progress. Worker. */
    public void set(long nextOrdinal) {
        VALUE.setRelease(this, nextOrdinal);
    }

    /** Ordinal of the first record that is not executed yet. Channel. */
    public long get() {
        return (long) VALUE.getAcquire(this);
    }
}
