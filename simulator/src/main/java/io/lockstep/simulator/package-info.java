/**
 * A simulator of a whole pair on one thread: the product's workers, owners, conductor and channels, step by step in an order that a
 * seed chooses, with faults at any step, checked against an independent model. {@code scripts/simulate} runs it.
 */
package io.lockstep.simulator;
