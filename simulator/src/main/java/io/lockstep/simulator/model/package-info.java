/**
 * What the pair promises, written plainly over Java collections and sharing no code with the product.
 *
 * <p>{@link io.lockstep.simulator.model.ModelNode} is one node's history as the network function reported it: which access ran on which
 * owner, in which order, and what the nasty function must have answered. {@link io.lockstep.simulator.model.PairModel} compares the two
 * histories and every frame that leaves, at the moment it happens, with invariants I1 to I6 of the design.
 */
package io.lockstep.simulator.model;
