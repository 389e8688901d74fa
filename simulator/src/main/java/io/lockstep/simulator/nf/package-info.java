/**
 * A deliberately nasty network function: several shared variables on several owners, as many accesses as data and earlier results say,
 * accesses that throw before or after they have changed something, extra packets, timers. It tells an observer what it does.
 */
package io.lockstep.simulator.nf;
