package io.lockstep.nat;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;

/**
 * The operations on {@link NatState} for ICMP errors (RFC 5508, section 4). The mapping is that of the quoted packet; an error
 * makes, refreshes and removes none (REQ-6; RFC 4787, REQ-12; RFC 5382, REQ-10). State owner's thread.
 */
final class ErrorAccesses {
    /** REQ-4, from outside about a packet from inside: the quoted source becomes the inside endpoint. */
    static final Access<NatState> INBOUND = ErrorAccesses::inbound;
    /** REQ-5, from inside about a packet from outside: the quoted destination becomes the external endpoint. */
    static final Access<NatState> OUTBOUND = ErrorAccesses::outbound;
    /** REQ-7, from inside about a packet from inside: both. */
    static final Access<NatState> HAIRPIN = ErrorAccesses::hairpin;

    private ErrorAccesses() {}

    private static void inbound(NatState state, AccessContext context) {
        long receiver = context.value(Slots.QUOTE_DESTINATION);
        int entry = findExternal(state, context);
        if (entry < 0) {
            Slots.fail(context, Reason.ICMP_ERROR_UNMATCHED);
        } else if (!state.admits(entry, receiver, context.now())) {
            Slots.fail(context, Reason.FILTERED);
        } else {
            context.value(Slots.QUOTE_SOURCE, state.mappings().inside(entry));
            Slots.succeed(context, state.mappings().insidePort(entry));
        }
    }

    private static void outbound(NatState state, AccessContext context) {
        state.prepare(context);
        Mappings mappings = state.mappings();
        int entry = mappings.findInside(context.value(Slots.QUOTE_DESTINATION));
        if (entry < 0 || mappings.expiresAt(entry) <= context.now()) {
            Slots.fail(context, Reason.ICMP_ERROR_UNMATCHED);
            return;
        }
        context.value(Slots.QUOTE_DESTINATION, mappings.external(entry));
        Slots.succeed(context, state.outsidePort());
    }

    private static void hairpin(NatState state, AccessContext context) {
        outbound(state, context);
        if (Slots.status(context.value(Slots.RESULT)) == Slots.OK) {
            inbound(state, context);
        }
    }

    private static int findExternal(NatState state, AccessContext context) {
        state.prepare(context);
        int addressIndex = Slots.addressIndex(context.value(Slots.REQUEST));
        return state.mappings().findExternal(addressIndex, context.value(Slots.QUOTE_SOURCE), context.now());
    }
}
