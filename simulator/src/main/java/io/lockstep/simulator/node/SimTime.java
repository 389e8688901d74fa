package io.lockstep.simulator.node;

/** The simulation's time, which all clocks show with their own offsets. */
public final class SimTime {
    private long nowNs;

    /** Nanoseconds since the run began. */
    public long nowNs() {
        return nowNs;
    }

    /** Lets time go on. */
    public void advance(long byNs) {
        nowNs += byNs;
    }
}
