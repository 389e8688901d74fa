package io.lockstep.nat;

import io.lockstep.nf.packet.Tcp;
import io.lockstep.nf.state.FlowTable;

/**
 * What the NAT knows of the TCP connections that share one mapping, which decides how long the mapping lives (RFC 5382,
 * REQ-5; RFC 7857, section 2).
 *
 * <p>A mapping is endpoint-independent: connections of one inside port to several servers share it. It remembers <em>one</em>
 * of them, by its remote endpoint, and follows that exactly:
 *
 * <pre>
 *             outbound packet          packets of both directions       FIN of both, or RST
 *   (none) ───────────────► opening ──────────────────► established ──────────────────────► closed
 *                           transitory timeout          established timeout                 transitory timeout
 *                                                            ▲    data after RST │            │ SYN, or another remote
 *                                                            └───────────────────┴────────────┴──► opening
 * </pre>
 *
 * <p>When a second connection starts while the first is not closed, the mapping becomes <em>shared</em> for the rest of its
 * life: the established timeout counts, whatever closes. So a connection is never cut off early because a neighbour closed;
 * the price is that such a mapping may outlive its last connection by the established timeout.
 *
 * <p>Only outbound packets choose the connection that is followed, and only packets of that connection change its state, so a
 * stranger outside can neither shorten nor lengthen a mapping's life. State owner's thread only.
 */
final class TcpTracker {
    /** Bits of the state byte. None: nothing seen yet. */
    static final int OUTBOUND = 1;

    static final int INBOUND = 2;
    static final int OUTBOUND_FIN = 4;
    static final int INBOUND_FIN = 8;
    static final int RESET = 16;
    static final int SHARED = 32;

    private static final int ESTABLISHED = OUTBOUND | INBOUND;
    private static final int BOTH_FINS = OUTBOUND_FIN | INBOUND_FIN;
    private static final int CONTROL = Tcp.SYN | Tcp.FIN | Tcp.RST;

    private final FlowTable table;
    private final Timeouts timeouts;

    TcpTracker(FlowTable table, Timeouts timeouts) {
        this.table = table;
        this.timeouts = timeouts;
    }

    /** Notes an outbound packet; returns how long the mapping shall live from now on, in nanoseconds. */
    long outbound(int entry, long remote, int flags) {
        int state = state(entry);
        if (table.getLong(entry, MappingLayout.REMOTE) != remote) {
            return outboundElsewhere(entry, state, remote, flags);
        }
        if (state == ESTABLISHED && (flags & CONTROL) == 0) {
            return timeouts.tcpEstablishedNs();
        }
        return advance(entry, state, flags, OUTBOUND, OUTBOUND_FIN);
    }

    /** Notes an inbound packet; returns how long the mapping shall live at most, if it is now closed and was not before. */
    long inbound(int entry, long remote, int flags) {
        int state = state(entry);
        if (table.getLong(entry, MappingLayout.REMOTE) != remote
                || (state & SHARED) != 0
                || (state == ESTABLISHED && (flags & CONTROL) == 0)) {
            return Long.MAX_VALUE;
        }
        long lifetime = advance(entry, state, flags, INBOUND, INBOUND_FIN);
        return isClosed(state(entry)) && !isClosed(state) ? lifetime : Long.MAX_VALUE;
    }

    /** How long a mapping lives in the state it is in, in nanoseconds. */
    long lifetime(int entry) {
        return lifetimeIn(state(entry));
    }

    private long outboundElsewhere(int entry, int state, long remote, int flags) {
        if ((state & SHARED) != 0) {
            return timeouts.tcpEstablishedNs();
        }
        if (state == 0 || isClosed(state)) {
            table.putLong(entry, MappingLayout.REMOTE, remote);
            return advance(entry, 0, flags, OUTBOUND, OUTBOUND_FIN);
        }
        if ((flags & Tcp.SYN) == 0 && (flags & CONTROL) != 0) {
            return lifetimeIn(state); // the end of a connection that was followed before this one
        }
        state(entry, state | SHARED);
        return timeouts.tcpEstablishedNs();
    }

    private long advance(int entry, int state, int flags, int direction, int directionFin) {
        int next = next(state, flags, direction, directionFin);
        if (next != state) {
            state(entry, next);
        }
        return lifetimeIn(next);
    }

    private static int next(int state, int flags, int direction, int directionFin) {
        if ((state & SHARED) != 0) {
            return state;
        }
        if ((flags & Tcp.RST) != 0) {
            return state | RESET;
        }
        if ((flags & Tcp.SYN) != 0 && isClosed(state)) {
            return direction;
        }
        int alive = (state & ~RESET) | direction;
        return (flags & Tcp.FIN) != 0 ? alive | directionFin : alive;
    }

    private long lifetimeIn(int state) {
        boolean established = (state & SHARED) != 0 || (!isClosed(state) && (state & ESTABLISHED) == ESTABLISHED);
        return established ? timeouts.tcpEstablishedNs() : timeouts.tcpTransitoryNs();
    }

    private static boolean isClosed(int state) {
        return (state & RESET) != 0 || (state & BOTH_FINS) == BOTH_FINS;
    }

    private int state(int entry) {
        return MappingLayout.tcpState(table.getLong(entry, MappingLayout.STATUS));
    }

    private void state(int entry, int state) {
        long status = table.getLong(entry, MappingLayout.STATUS);
        table.putLong(entry, MappingLayout.STATUS, MappingLayout.withTcpState(status, state));
    }
}
