package io.lockstep.nat;

import io.lockstep.nf.PortInfo;
import java.util.List;

/**
 * The NAT's configuration, read and checked. Immutable, and the same on both nodes.
 *
 * @param inside ports of the inside hosts
 * @param outside port to the outside
 * @param externalAddresses addresses that inside hosts share, by address index
 * @param maxFlows capacity of the mapping table
 * @param maxSessions capacity of the session table; used by filtering other than endpoint-independent
 * @param maxFragments capacity of the fragment table
 * @param minPort lowest external TCP and UDP port
 * @param maxPort highest external TCP and UDP port
 * @param inboundRefresh whether packets from outside keep a mapping alive (RFC 4787, REQ-6)
 * @param icmpErrorsPerSecond most ICMP errors of the NAT's own making; 0 for none
 */
record NatConfig(
        List<PortInfo> inside,
        PortInfo outside,
        List<Integer> externalAddresses,
        int maxFlows,
        int maxSessions,
        int maxFragments,
        int minPort,
        int maxPort,
        Timeouts timeouts,
        Filtering filtering,
        boolean inboundRefresh,
        int icmpErrorsPerSecond,
        List<StaticForward> statics) {
    NatConfig {
        inside = List.copyOf(inside);
        externalAddresses = List.copyOf(externalAddresses);
        statics = List.copyOf(statics);
    }
}
