/** Performance, measured side by side: what {@code scripts/bench} runs. Figures and how to read them: {@code docs/performance.md}. */
package io.lockstep.benchmarks.performance;
