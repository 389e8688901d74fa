package io.lockstep.nat;

/**
 * How long a mapping lives after the last packet that refreshed it, in nanoseconds.
 *
 * @param udpNs RFC 4787, REQ-5
 * @param tcpEstablishedNs a TCP connection that may be open: RFC 5382, REQ-5
 * @param tcpTransitoryNs one that is opening or has closed: RFC 5382, REQ-5
 * @param icmpNs ICMP queries: RFC 5508, REQ-2
 */
record Timeouts(long udpNs, long tcpEstablishedNs, long tcpTransitoryNs, long icmpNs) {}
