/**
 * One run: two machines, the network between them, an operator, faults, traffic, all chosen step by step by one seed.
 *
 * <pre>
 *   Scenario (sizes, policy, which faults)        World: one step = one agent, or the network, or a frame, or a fault
 *          └────────────► World ──► Machine a, b ──► SimNode (product)
 *                           │            └─► PairModel: every start, access, release, acknowledgement
 *                           ├──► Faults: crash, cut, pause, promote, ...
 *                           └──► Settlement: faults stop; the pair must come to rest, and be right
 * </pre>
 */
package io.lockstep.simulator.world;
