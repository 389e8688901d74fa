/**
 * A network function for torture, packed into a jar of its own by {@link io.lockstep.benchmarks.torture.LedgerJar} and loaded by the
 * daemons as any plugin.
 */
package io.lockstep.benchmarks.torture.plugin;
