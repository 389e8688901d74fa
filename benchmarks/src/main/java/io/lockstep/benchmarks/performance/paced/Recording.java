package io.lockstep.benchmarks.performance.paced;

import org.HdrHistogram.Histogram;

/**
 * What the agents' thread notes in one window: latencies, times of agents, pauses. Made whole by the main thread, then written by the
 * agents' thread alone until it has moved on to the next one; allocates nothing meanwhile.
 */
final class Recording {
    /** Longest latency that is told apart, in nanoseconds. */
    static final long LONGEST_NS = 60_000_000_000L;

    private static final int DIGITS = 3;
    private static final int ROUNDS_DIGITS = 2;

    private final Histogram latencies = new Histogram(1, LONGEST_NS, DIGITS);
    private final Histogram rounds = new Histogram(1, LONGEST_NS, ROUNDS_DIGITS);
    private final long[] busyNs;
    private final long[] busyCycles;
    private final long[] idleNs;
    private final PauseLog pauses;
    private long portNs;
    private long portCalls;

    Recording(int agents, int mostPauses) {
        this.busyNs = new long[agents];
        this.busyCycles = new long[agents];
        this.idleNs = new long[agents];
        this.pauses = new PauseLog(mostPauses);
    }

    /** Notes a released packet. */
    void latency(long latencyNs) {
        latencies.recordValue(Math.clamp(latencyNs, 0, LONGEST_NS));
    }

    /** Notes time spent in the ports' code, which stands in for a driver. */
    void portNs(long ns) {
        portNs += ns;
        portCalls++;
    }

    /** Notes a duty cycle of one agent. */
    void cycle(int agent, int work, long ns) {
        if (work > 0) {
            busyNs[agent] += ns;
            busyCycles[agent]++;
        } else {
            idleNs[agent] += ns;
        }
    }

    /** Notes a round through all agents. */
    void round(long ns) {
        rounds.recordValue(Math.clamp(ns, 0, LONGEST_NS));
    }

    Histogram latencies() {
        return latencies;
    }

    PauseLog pauses() {
        return pauses;
    }

    long portNs() {
        return portNs;
    }

    long portCalls() {
        return portCalls;
    }

    Histogram rounds() {
        return rounds;
    }

    /** The time of an agent, under its name. */
    AgentTime agent(int agent, String name) {
        return new AgentTime(name, busyNs[agent], busyCycles[agent], idleNs[agent]);
    }
}
