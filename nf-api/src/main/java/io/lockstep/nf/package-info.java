/**
 * What an NF author reads and compiles against.
 *
 * <p>A plugin jar names a {@link io.lockstep.nf.NetworkFunctionFactory} for {@link java.util.ServiceLoader}. The runtime
 * opens it once per node, which declares the shared variables, timers and drop reasons, and then asks for one
 * {@link io.lockstep.nf.PacketProcessor} per worker:
 *
 * <pre>
 *   plugin jar ── NetworkFunctionFactory.open(NfSetup) ──► NetworkFunction ── newProcessor() ──► PacketProcessor, one per worker
 *
 *   worker thread                                          state owner thread
 *   process(context) ── context.access(variable, op, then) ──► op.run(state, context)
 *   then.run(context) ◄────────────── reply ring ─────────────┘
 *     └── context.forward(port) | drop(reason) | pass() | another access
 * </pre>
 *
 * <p><b>Determinism.</b> The backup replays what the primary did, so a network function's behaviour may depend only on
 * packet bytes, ingress port, {@link io.lockstep.nf.AccessContext#now() time}, {@link io.lockstep.nf.AccessContext#random()
 * randomness} and the results of its accesses. State that outlives a packet lives in shared variables and nowhere else.
 */
package io.lockstep.nf;
