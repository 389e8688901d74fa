/**
 * Containers for shared state, all of them over flat {@linkplain io.lockstep.nf.state.Region regions} of memory, so that
 * state is cheap to digest, to compare and to copy page by page.
 *
 * <ul>
 *   <li>{@link io.lockstep.nf.state.FlowTable}: 128-bit key to fixed-size value, with expiry
 *   <li>{@link io.lockstep.nf.state.IdPool}: pools of small numbers such as ports
 *   <li>{@link io.lockstep.nf.state.CounterArray}: 64-bit counters
 *   <li>{@link io.lockstep.nf.state.TokenBuckets}: rate limits
 * </ul>
 *
 * <p>A container's Java object is an immutable handle; everything that changes lies in its region, and zeroed memory is an
 * empty container. So a container whose region was filled with another node's bytes is that node's container, and the same
 * operations give the same bytes. No operation allocates or makes objects per entry.
 *
 * <p>Containers belong to one shared variable and are touched only by its accesses, on the state owner's thread.
 */
package io.lockstep.nf.state;
