/**
 * A node of the simulated pair: the product's {@link io.lockstep.runtime.node.Node} and channels, with clocks, buffers and ports of the
 * simulation around them. Nothing here runs by itself; whoever holds the node steps its agents one by one.
 */
package io.lockstep.simulator.node;
