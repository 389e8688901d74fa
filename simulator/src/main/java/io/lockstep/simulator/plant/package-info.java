/**
 * Known bugs, planted to prove that the simulator finds such: a class loader loads the whole product and simulator anew and changes the
 * bytecode of the methods that a bug touches. The product has no hook for it and knows nothing of it.
 *
 * <p>An edit that does not find what it changes fails loudly: a plant that plants nothing would prove nothing.
 */
package io.lockstep.simulator.plant;
