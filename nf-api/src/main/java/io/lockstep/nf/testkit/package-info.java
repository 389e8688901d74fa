/**
 * Tests a network function without DPDK, runtime or threads, and finds out whether it is deterministic.
 *
 * <pre>{@code
 * NfTestBedBuilder node = NfTestBed.builder(new NatFactory())
 *         .port("lan", "10.0.0.1/24")
 *         .port("wan", "192.0.2.1/24")
 *         .config("outside", "wan")
 *         .workers(2);
 * try (NfTestBed bed = node.build()) {
 *     List<Output> sent = bed.receive("lan", frame);
 *     assertEquals("wan", sent.getFirst().port());
 *     bed.advance(Duration.ofMinutes(5)); // timers fire, mappings expire
 * }
 * NfDeterminism.check(node, inputs);
 * }</pre>
 *
 * <p>{@link io.lockstep.nf.testkit.NfTestBed} is one node. Its workers and owners are queues that a seeded scheduler steps,
 * so that packets overtake each other as they do between threads, and a failing seed can be run again.
 *
 * <pre>
 *            start                      step                      resume
 *   inputs ───────► worker ──request──► owner ──reply──► worker ─────────► verdict: outputs, drops
 * </pre>
 */
package io.lockstep.nf.testkit;
