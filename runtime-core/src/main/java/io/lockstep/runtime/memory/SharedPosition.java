package io.lockstep.runtime.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A position that one thread writes and another reads, on cache lines of its own: what was written before {@link #set} is seen
 * after {@link #get}.
 */
public final class SharedPosition {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(SharedPosition.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    @SuppressWarnings("UnusedVariable")
    private long value;

    @SuppressWarnings("unused")
    private long p21, p22, p23, p24, p25, p26, p27, p28, p29, p30, p31, p32, p33, p34, p35;

    /** Reads it. Acquire. */
    public long get() {
        return (long) VALUE.getAcquire(this);
    }

    /** Reads it; the writer. */
    public long getPlain() {
        return value;
    }

    /** Writes it; the one writer. Release. */
    public void set(long position) {
        VALUE.setRelease(this, position);
    }
}
