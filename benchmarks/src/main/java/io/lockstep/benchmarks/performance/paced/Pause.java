package io.lockstep.benchmarks.performance.paced;

import java.io.Serializable;

/**
 * A round through all agents that took longer than it should.
 *
 * @param startNs when it began, {@link System#nanoTime}
 * @param durationNs from there to the next round
 * @param sampleNs time since the thread's figures were read before, at least the duration
 * @param cpuNs what of it the thread was on a CPU
 * @param runDelayNs what of it the thread was ready to run and another had the CPU
 * @param slowestAgent index of the agent that was running most of the time
 */
public record Pause(long startNs, long durationNs, long sampleNs, long cpuNs, long runDelayNs, int slowestAgent)
        implements Serializable {}
