/** The network functions of a node, opened: the chain, its shared variables, timers and drop reasons. */
package io.lockstep.runtime.nf;
