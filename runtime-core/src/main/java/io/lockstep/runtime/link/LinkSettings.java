package io.lockstep.runtime.link;

import io.lockstep.nf.PortInfo;

/**
 * What the runtime must know of a port beside what network functions may.
 *
 * @param info the part that network functions see
 * @param mac the node's own address on this port, in the low 48 bits
 * @param gateway next hop for destinations outside the connected network, as a big-endian int; 0 for none
 * @param promiscuous whether frames to other nodes' MAC addresses are taken as well
 * @param peerPort where a packet goes that passed the whole chain, -1 for nowhere
 */
public record LinkSettings(PortInfo info, long mac, int gateway, boolean promiscuous, int peerPort) {}
