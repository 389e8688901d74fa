package io.lockstep.nat;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;

/** The operations on {@link NatState} for fragments: the first, which has ports, and the later ones. State owner's thread. */
final class FragmentAccesses {
    /** As {@link NatAccesses#OUTBOUND}, for a first fragment. */
    static final Access<NatState> FIRST_OUTBOUND = FragmentAccesses::firstOutbound;
    /** As {@link NatAccesses#INBOUND}, for a first fragment. */
    static final Access<NatState> FIRST_INBOUND = FragmentAccesses::firstInbound;
    /** As {@link NatAccesses#HAIRPIN}, for a first fragment. */
    static final Access<NatState> FIRST_HAIRPIN = FragmentAccesses::firstHairpin;

    /** A later fragment: addresses to write; fails where the first has not been seen. */
    static final Access<NatState> LATER = FragmentAccesses::later;
    /** As {@link #LATER}, from inside to outside: falls back to the sender's paired external address. */
    static final Access<NatState> LATER_OUTBOUND = FragmentAccesses::laterOutbound;

    private FragmentAccesses() {}

    /** Later fragments find the paired address without help, so only an address that is not the paired one is noted. */
    private static void firstOutbound(NatState state, AccessContext context) {
        int paired = state.mappings().pairedAddress(Endpoint.address(context.value(Slots.SOURCE)));
        NatAccesses.outbound(state, context);
        if (Endpoint.address(context.value(Slots.SOURCE)) != paired) {
            open(state, context);
        }
    }

    private static void firstInbound(NatState state, AccessContext context) {
        NatAccesses.inbound(state, context);
        open(state, context);
    }

    private static void firstHairpin(NatState state, AccessContext context) {
        NatAccesses.hairpin(state, context);
        open(state, context);
    }

    private static void open(NatState state, AccessContext context) {
        long result = context.value(Slots.RESULT);
        if (Slots.status(result) != Slots.OK) {
            return;
        }
        boolean opened = state.fragments()
                .open(
                        context.value(Slots.FRAGMENT_HIGH),
                        context.value(Slots.FRAGMENT_LOW),
                        context.value(Slots.FRAGMENT_EXTENT),
                        Endpoint.address(context.value(Slots.SOURCE)),
                        Endpoint.address(context.value(Slots.DESTINATION)),
                        Slots.egressPort(result),
                        context.now());
        if (!opened) {
            Slots.fail(context, Reason.FRAGMENTS_FULL);
        }
    }

    private static void later(NatState state, AccessContext context) {
        Fragments fragments = state.fragments();
        int entry =
                fragments.find(context.value(Slots.FRAGMENT_HIGH), context.value(Slots.FRAGMENT_LOW), context.now());
        if (entry == Fragments.NONE) {
            Slots.fail(context, Reason.FRAGMENT_UNKNOWN);
            return;
        }
        context.value(Slots.SOURCE, Endpoint.of(fragments.source(entry), 0, 0));
        context.value(Slots.DESTINATION, Endpoint.of(fragments.destination(entry), 0, 0));
        Slots.succeed(context, fragments.egressPort(entry));
        fragments.passed(entry, context.value(Slots.FRAGMENT_EXTENT));
    }

    private static void laterOutbound(NatState state, AccessContext context) {
        long source = context.value(Slots.SOURCE);
        later(state, context);
        if (Slots.status(context.value(Slots.RESULT)) != Slots.OK) {
            int paired = state.mappings().pairedAddress(Endpoint.address(source));
            context.value(Slots.SOURCE, Endpoint.of(paired, 0, 0));
            Slots.succeed(context, state.outsidePort());
        }
    }
}
