/** The node's clocks. */
package io.lockstep.runtime.clock;
