/** Workers: poll-mode agents that own one queue of every port, the contexts of the packets in flight, and the way from receive to release. */
package io.lockstep.runtime.worker;
