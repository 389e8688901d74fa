/**
 * Torture: a pair of daemons as real processes in network namespaces, live TCP and UDP through it, and a fault. Round after round,
 * each with a fresh pair; what must hold is checked after each. {@code scripts/torture} makes the namespaces (those of the demo)
 * and starts {@link io.lockstep.benchmarks.torture.Torture}.
 *
 * <pre>
 *   Torture ── Fault, RoundPlan (from a seed) ──► Round ──► FaultScript: breaks something, waits for what must follow
 *                                                  ├ PairProcess: node-a, node-b: signals, admin socket, log
 *                                                  ├ Traffic: UDP and TCP echo flows, a download (the demo's tools)
 *                                                  ├ Cable: the replication link: cut, heal, lose, reorder
 *                                                  ├ Wire: counts the frames that each node really sends
 *                                                  └ Checks ──► one line, one row of the table
 * </pre>
 *
 * <p>{@code docs/torture.md} says what each fault does and what is checked. Another fault is another constant of {@link
 * io.lockstep.benchmarks.torture.Fault} with a script beside it.
 */
package io.lockstep.benchmarks.torture;
