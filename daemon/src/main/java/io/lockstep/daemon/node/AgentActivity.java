package io.lockstep.daemon.node;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How busy one agent has been since it started. Its thread alone writes, so that nothing here needs an atomic instruction; anyone
 * may read and sees values that were true a moment ago.
 *
 * <p>Times are of the wall clock: what a cycle lost to other processes, interrupts or a hypervisor counts in.
 */
final class AgentActivity {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    /** A cache line on either side: other agents' figures may be neighbours in memory. */
    private static final int FIRST = 8;

    private static final int BUSY_NS = FIRST;
    private static final int CYCLES = FIRST + 1;
    private static final int BUSY_CYCLES = FIRST + 2;
    private static final int LONGEST_NS = FIRST + 3;
    private static final int LENGTH = FIRST + 16;

    private final String name;
    private final long[] values = new long[LENGTH];

    AgentActivity(String name) {
        this.name = name;
    }

    /** The agent's thread: one duty cycle has ended. */
    void cycle(int work, long ns) {
        put(CYCLES, values[CYCLES] + 1);
        if (work > 0) {
            put(BUSY_CYCLES, values[BUSY_CYCLES] + 1);
            put(BUSY_NS, values[BUSY_NS] + ns);
        }
        if (ns > values[LONGEST_NS]) {
            put(LONGEST_NS, ns);
        }
    }

    /** The agent's name, such as {@code worker-0}. */
    String name() {
        return name;
    }

    /** Time of the duty cycles that found work. */
    long busyNs() {
        return get(BUSY_NS);
    }

    /** Duty cycles. */
    long cycles() {
        return get(CYCLES);
    }

    /** Duty cycles that found work. */
    long busyCycles() {
        return get(BUSY_CYCLES);
    }

    /** The longest duty cycle, with work or without. */
    long longestCycleNs() {
        return get(LONGEST_NS);
    }

    private void put(int index, long value) {
        ELEMENT.setOpaque(values, index, value);
    }

    private long get(int index) {
        return (long) ELEMENT.getOpaque(values, index);
    }
}
