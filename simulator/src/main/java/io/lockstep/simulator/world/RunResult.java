package io.lockstep.simulator.world;

/**
 * What became of a run without violation.
 *
 * @param seed of the run
 * @param digest over all that happened
 * @param steps taken
 * @param inputs frames sent to the nodes
 * @param released frames that left them
 * @param faults that happened
 * @param states how often a node entered each state, by ordinal of {@link io.lockstep.runtime.node.NodeState}
 */
public record RunResult(long seed, long digest, long steps, long inputs, long released, long faults, int[] states) {}
