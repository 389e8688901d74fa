/** JMH benchmarks of the hot path's parts. {@code scripts/bench} runs them. Look at ratios within a run. */
package io.lockstep.benchmarks.jmh;
