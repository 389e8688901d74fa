package io.lockstep.simulator.model;

/** How things are called in messages. */
public final class Names {
    private static final long TIMER_BIT = 1L << 62;

    private Names() {}

    /** An input by its id. */
    public static String input(long id) {
        return (id & TIMER_BIT) != 0 ? "timer@" + (id & ~TIMER_BIT) % 1_000_000_000_000L : "#" + id;
    }
}
