/**
 * JMH benchmarks of the hot path's parts, each on one thread with nothing around it. {@code scripts/bench} runs them.
 *
 * <p>Figures are nanoseconds per operation; what an operation is, each benchmark says. Look at ratios within a run: absolute figures
 * belong to one machine at one time. {@code -prof gc} adds the bytes allocated per operation, which must round to 0.
 */
package io.lockstep.benchmarks.jmh;
