/**
 * A promotion played through once before anything depends on it, with stand-ins for ports, buffers, channel and network function.
 * Runs on the main thread while the daemon starts, and is gone before the node's agents begin.
 */
package io.lockstep.runtime.rehearsal;
