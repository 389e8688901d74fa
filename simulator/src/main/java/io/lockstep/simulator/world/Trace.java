package io.lockstep.simulator.world;

import java.util.ArrayDeque;

/** The last events of a run, for a reader; kept only when a failing seed is run again. */
public final class Trace {
    private static final int KEPT = Integer.getInteger("lockstep.simulator.trace", 400);

    private final ArrayDeque<String> events = new ArrayDeque<>();

    void add(long step, long nowNs, String event) {
        if (events.size() == KEPT) {
            events.removeFirst();
        }
        events.add("%7d %9.3f ms  %s".formatted(step, nowNs / 1e6, event));
    }

    /** One line per event. */
    public String text() {
        return String.join("\n", events);
    }
}
