package io.lockstep.nat;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;

/**
 * The operations on {@link NatState} for packets that have ports; {@link Slots} says what goes in and out. They change state
 * only where they succeed, but for what a failed session leaves: a fresh mapping that expires by itself.
 *
 * <p>State owner's thread. Short and bounded: a lookup or two, at worst a port search in a bitmap.
 */
final class NatAccesses {
    /** From inside to outside: source becomes the external endpoint; makes the mapping if need be. */
    static final Access<NatState> OUTBOUND = new Access<>() {
        @Override
        public void run(NatState state, AccessContext context) {
            outbound(state, context);
        }

        @Override
        public long prefetch(NatState state, AccessContext context, int step) {
            return prefetchOutbound(state.mappings(), context, step);
        }
    };
    /** From outside to inside: destination becomes the inside endpoint. */
    static final Access<NatState> INBOUND = new Access<>() {
        @Override
        public void run(NatState state, AccessContext context) {
            inbound(state, context);
        }

        @Override
        public long prefetch(NatState state, AccessContext context, int step) {
            int addressIndex = Slots.addressIndex(context.value(Slots.REQUEST));
            long external = context.value(Slots.DESTINATION);
            return step == 0
                    ? state.mappings().prefetchExternal(addressIndex, external)
                    : state.mappings().prefetch(state.mappings().externalCandidate(addressIndex, external));
        }
    };
    /** From inside to an external endpoint of another, or the same, inside host: both change. */
    static final Access<NatState> HAIRPIN = NatAccesses::hairpin;

    /** May one more ICMP error be sent? The result's status is OK if so. */
    static final Access<NatState> ERROR_BUDGET = NatAccesses::errorBudget;
    /** The timer's. */
    static final Access<NatState> SWEEP = NatAccesses::sweep;

    private NatAccesses() {}

    /** Notes in {@link Slots#HINT} what the next step, or the access itself, would work out again. */
    private static long prefetchOutbound(Mappings mappings, AccessContext context, int step) {
        long inside = context.value(Slots.SOURCE);
        if (step == 0) {
            int fingerprint = mappings.fingerprint(inside);
            context.value(Slots.HINT, fingerprint);
            return mappings.prefetchIndex(fingerprint);
        }
        if (step == 1) {
            int candidate = mappings.candidate((int) context.value(Slots.HINT));
            context.value(Slots.HINT, candidate);
            return candidate != Mappings.NONE
                    ? mappings.prefetch(candidate)
                    : Access.MORE | mappings.prefetchWanted(inside);
        }
        return mappings.prefetchStart(inside);
    }

    static void outbound(NatState state, AccessContext context) {
        long inside = context.value(Slots.SOURCE);
        int entry = state.mappings().findInside(inside, (int) context.value(Slots.HINT));
        if (entry < 0) {
            entry = create(state, context, inside);
        }
        if (entry >= 0) {
            outbound(state, context, entry);
        }
    }

    static void inbound(NatState state, AccessContext context) {
        int entry = findDestination(state, context);
        if (entry < 0) {
            Slots.fail(context, Reason.NO_MAPPING);
            return;
        }
        inbound(state, context, entry, context.value(Slots.SOURCE));
    }

    /**
     * RFC 4787, REQ-9: the receiver sees the sender's external endpoint. The receiver is looked up first, so that packets to
     * nobody make no mapping.
     */
    static void hairpin(NatState state, AccessContext context) {
        int receiver = findDestination(state, context);
        if (receiver < 0) {
            Slots.fail(context, Reason.NO_MAPPING);
            return;
        }
        outbound(state, context);
        if (Slots.status(context.value(Slots.RESULT)) == Slots.OK) {
            inbound(state, context, receiver, context.value(Slots.SOURCE));
        }
    }

    /** The mapping that owns the destination endpoint; a miss may be the very first packet, before the static mappings. */
    static int findDestination(NatState state, AccessContext context) {
        int addressIndex = Slots.addressIndex(context.value(Slots.REQUEST));
        long external = context.value(Slots.DESTINATION);
        int entry = state.mappings().findExternal(addressIndex, external, context.now());
        if (entry < 0) {
            state.prepare(context);
            entry = state.mappings().findExternal(addressIndex, external, context.now());
        }
        return entry;
    }

    private static int create(NatState state, AccessContext context, long inside) {
        Mappings mappings = state.mappings();
        int entry = Mappings.NONE;
        if (!mappings.isSeeded()) {
            state.prepare(context);
            entry = mappings.findInside(inside); // a static mapping
        }
        if (entry == Mappings.NONE) {
            int ingressPort = Slots.ingressPort(context.value(Slots.REQUEST));
            entry = mappings.create(inside, ingressPort, context.now());
        }
        if (entry < 0) {
            Slots.fail(context, entry == Mappings.TABLE_FULL ? Reason.TABLE_FULL : Reason.POOL_EMPTY);
        }
        return entry;
    }

    private static void outbound(NatState state, AccessContext context, int entry) {
        Mappings mappings = state.mappings();
        long remote = context.value(Slots.DESTINATION);
        long request = context.value(Slots.REQUEST);
        mappings.outbound(entry, remote, Slots.tcpFlags(request), Slots.ingressPort(request), context.now());
        if (!state.openSession(entry, remote)) {
            Slots.fail(context, Reason.SESSIONS_FULL);
            return;
        }
        context.value(Slots.SOURCE, mappings.external(entry));
        Slots.succeed(context, state.outsidePort());
    }

    private static void inbound(NatState state, AccessContext context, int entry, long remote) {
        long now = context.now();
        if (!state.admits(entry, remote, now)) {
            Slots.fail(context, Reason.FILTERED);
            return;
        }
        Mappings mappings = state.mappings();
        int tcpFlags = Slots.tcpFlags(context.value(Slots.REQUEST));
        mappings.inbound(entry, remote, tcpFlags, state.inboundRefresh(), now);
        context.value(Slots.DESTINATION, mappings.inside(entry));
        Slots.succeed(context, mappings.insidePort(entry));
    }

    private static void errorBudget(NatState state, AccessContext context) {
        boolean granted = state.takeErrorBudget(context.now());
        context.value(Slots.RESULT, granted ? Slots.OK : Reason.TTL_EXPIRED.status());
    }

    private static void sweep(NatState state, AccessContext context) {
        state.prepare(context);
        state.sweep(context.now());
    }
}
