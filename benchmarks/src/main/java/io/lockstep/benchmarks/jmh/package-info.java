/** JMH benchmarks of the hot path's parts. {@code scripts/bench} runs them; {@code docs/performance.md} explains the figures. */
package io.lockstep.benchmarks.jmh;
