/** Ports and buffers as the runtime knows them: interfaces, implemented by DPDK in the daemon and by arrays in tests. */
package io.lockstep.runtime.port;
