package io.lockstep.nat;

import io.lockstep.nf.AccessContext;

/**
 * What the value slots of a packet's context hold, between parse, access and continuation.
 *
 * <pre>
 *   slot                 before the access                             after the access
 *   0 SOURCE             source endpoint as received                   source endpoint to write
 *   1 DESTINATION        destination endpoint as received              destination endpoint to write
 *   2 REQUEST            ingress port, TCP flags, address index        unchanged
 *   3 RESULT             -                                             status, egress port
 *   4 SHAPE              offset of the transport header, total length  unchanged
 *   5 HINT              NO_HINT; between steps of a prefetch, its notes: what an access does never depends on it
 *   6 FRAGMENT_HIGH, 7   key of the fragmented packet                  unchanged
 *   8 FRAGMENT_EXTENT    place of the fragment in the packet           unchanged
 *   9 REPORT             ICMP error to send, reason of the drop        unchanged
 *   10 QUOTE_SOURCE      source endpoint quoted by an ICMP error       what to write there
 *   11 QUOTE_DESTINATION destination endpoint quoted                   what to write there
 * </pre>
 */
final class Slots {
    static final int SOURCE = 0;
    static final int DESTINATION = 1;
    static final int REQUEST = 2;
    static final int RESULT = 3;
    static final int SHAPE = 4;
    static final int HINT = 5;
    static final int FRAGMENT_HIGH = 6;
    static final int FRAGMENT_LOW = 7;
    static final int FRAGMENT_EXTENT = 8;
    static final int REPORT = 9;
    static final int QUOTE_SOURCE = 10;
    static final int QUOTE_DESTINATION = 11;

    /** In {@link #HINT}: the prefetch has noted nothing. */
    static final int NO_HINT = -1;

    /** Status in {@link #RESULT}: go on. Any other status is a {@link Reason#status}. */
    static final int OK = 0;

    private Slots() {}

    /** A request: ingress port (8 bits), TCP flags (8 bits), index of the external address that is the destination. */
    static long request(int ingressPort, int tcpFlags, int addressIndex) {
        return (long) addressIndex << 16 | (long) tcpFlags << 8 | ingressPort;
    }

    /** A shape: offset of the transport header (16 bits), IPv4 total length. */
    static long shape(int transport, int totalLength) {
        return (long) totalLength << 16 | transport;
    }

    static int transport(long shape) {
        return (int) shape & 0xffff;
    }

    static int totalLength(long shape) {
        return (int) (shape >>> 16);
    }

    static int ingressPort(long request) {
        return (int) request & 0xff;
    }

    static int tcpFlags(long request) {
        return (int) (request >>> 8) & 0xff;
    }

    static int addressIndex(long request) {
        return (int) (request >>> 16);
    }

    /** Writes the result "go on", out of the given port. */
    static void succeed(AccessContext context, int egressPort) {
        context.value(RESULT, (long) egressPort << 8 | OK);
    }

    /** Writes the result "drop". */
    static void fail(AccessContext context, Reason reason) {
        context.value(RESULT, reason.status());
    }

    static int status(long result) {
        return (int) result & 0xff;
    }

    static int egressPort(long result) {
        return (int) (result >>> 8);
    }
}
