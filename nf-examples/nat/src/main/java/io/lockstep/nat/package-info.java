/**
 * NAPT44: network address and port translation from many inside hosts to a few outside addresses, as RFC 4787 (UDP), RFC
 * 5382 (TCP), RFC 5508 (ICMP) and RFC 7857 (updates to all three) ask. {@code docs/nat.md} has the requirements one by one.
 *
 * <pre>
 *   worker thread (no state)                                state owner thread
 *
 *   NatProcessor ── PacketParser, Topology: what is it?
 *     ├─ Translation ── TCP, UDP, ICMP queries ──────────►  NatAccesses ──► NatState
 *     ├─ FragmentTranslation ── fragments but the first ─►                   ├ Mappings: inside endpoint ⇄ external endpoint
 *     ├─ ErrorTranslation ── ICMP errors, with quotes ───►                   │   └ TcpTracker, PortAllocator
 *     └─ Replies ── echo replies, ICMP errors of its own ►                   ├ Sessions: who may answer (if filtering asks)
 *                                                                            ├ Fragments: where later fragments go
 *                                                                            └ a token bucket for ICMP errors
 * </pre>
 *
 * <p>All state is one shared variable, and an ordinary packet makes one access to it. An <em>endpoint</em> is an address, a
 * port (or ICMP query identifier) and a protocol, in one long: {@link io.lockstep.nat.Endpoint}.
 */
package io.lockstep.nat;
