package io.lockstep.nat;

import io.lockstep.nf.packet.Ipv4;

/**
 * One end of a flow, in a long.
 *
 * <pre>
 *    63                            32 31           16 15     8 7      0
 *   +--------------------------------+---------------+--------+--------+
 *   |          IPv4 address          |   port or id  |   0    |protocol|
 *   +--------------------------------+---------------+--------+--------+
 * </pre>
 *
 * <p>The port is an ICMP query's identifier where the protocol is ICMP (RFC 5508, section 3.1).
 */
final class Endpoint {
    /** Number of protocols that have ports of their own: TCP, UDP, ICMP. */
    static final int PROTOCOLS = 3;

    private Endpoint() {}

    static long of(int address, int port, int protocol) {
        return (long) address << 32 | (long) port << 16 | protocol;
    }

    static int address(long endpoint) {
        return (int) (endpoint >>> 32);
    }

    static int port(long endpoint) {
        return (int) (endpoint >>> 16) & 0xffff;
    }

    static int protocol(long endpoint) {
        return (int) endpoint & 0xff;
    }

    /** 0 to {@link #PROTOCOLS} - 1. */
    static int protocolIndex(long endpoint) {
        int protocol = protocol(endpoint);
        return protocol == Ipv4.PROTOCOL_TCP ? 0 : protocol == Ipv4.PROTOCOL_UDP ? 1 : 2;
    }
}
