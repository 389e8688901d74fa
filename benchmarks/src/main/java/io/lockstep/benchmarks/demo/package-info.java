/**
 * The demo: real traffic through a pair of daemons in network namespaces, the primary killed in the middle, and the proof that
 * nothing of it was forgotten. {@code scripts/demo} makes the namespaces and starts {@link io.lockstep.benchmarks.demo.Demo},
 * which starts everything else as processes of their own, each in its namespace:
 *
 * <pre>
 *   DemoClient, curl, ping ──LAN── node-a (primary) ──WAN── DemoServer
 *        (client)             └─── node-b (backup) ───┘       (server)
 * </pre>
 *
 * <p>{@code docs/demo.md} says how each figure is measured.
 */
package io.lockstep.benchmarks.demo;
