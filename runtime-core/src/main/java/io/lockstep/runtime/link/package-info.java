/** Layer 2 of ports with addresses: ARP answers, next-hop resolution, gratuitous ARP. */
package io.lockstep.runtime.link;
