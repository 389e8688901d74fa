/** Hand-written fakes: ports and buffers in arrays, a manual clock, a channel in memory. One thread steps everything. */
package io.lockstep.runtime.testing;
