/**
 * A paced node: a node of the product's own classes, with its TCP channels, whose ports are Java code. It generates packets on a schedule
 * and measures at release how long each has taken since it was due.
 *
 * <pre>
 *   {@link io.lockstep.benchmarks.performance.paced.PacedPair} (harness)
 *      │ commands, a line each                             │
 *      ▼                                                   ▼
 *   {@link io.lockstep.benchmarks.performance.paced.PacedMain} (primary)                 PacedMain (backup)
 *      schedule ─► lan ─► node ─────── TCP, records ───────► node ─► wan ─► histogram
 * </pre>
 *
 * <p>Each node is a process of its own; all its agents run on one thread, pinned to its core. The main thread takes commands and hands
 * the agents' thread orders through one volatile field.
 */
package io.lockstep.benchmarks.performance.paced;
