/**
 * Network functions that only benchmarks use, packed into a jar of their own by {@code FunctionsJar} and loaded by the daemon as any
 * plugin.
 */
package io.lockstep.benchmarks.performance.plugin;
