/**
 * Containers for shared state, all of them over flat {@linkplain io.lockstep.nf.state.Region regions} of memory, so that
 * state is cheap to digest, to compare and to copy page by page.
 *
 * <p>Containers belong to one shared variable and are touched only by its accesses, on the state owner's thread.
 */
package io.lockstep.nf.state;
