package io.lockstep.nat;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;

/**
 * Takes fragments without ports the way of their first fragment: only addresses change, and of the checksums only the
 * header's. First fragments are the business of {@link Translation}. Worker thread.
 */
final class FragmentTranslation {
    private final SharedVariable<NatState> variable;
    private final PacketParser parser;
    private final Egress egress;
    private final Continuation done = this::done;

    FragmentTranslation(SharedVariable<NatState> variable, PacketParser parser, Egress egress) {
        this.variable = variable;
        this.parser = parser;
        this.egress = egress;
    }

    void outbound(PacketContext context) {
        start(context, FragmentAccesses.LATER_OUTBOUND);
    }

    void inboundOrHairpin(PacketContext context) {
        start(context, FragmentAccesses.LATER);
    }

    private void start(PacketContext context, Access<NatState> access) {
        context.value(Slots.SOURCE, parser.sourceEndpoint());
        context.value(Slots.DESTINATION, parser.destinationEndpoint());
        context.value(Slots.FRAGMENT_HIGH, Fragments.keyHigh(parser.source(), parser.destination()));
        context.value(Slots.FRAGMENT_LOW, parser.fragmentKeyLow());
        context.value(Slots.FRAGMENT_EXTENT, parser.fragmentExtent());
        context.access(variable, access, done);
    }

    private void done(PacketContext context) {
        if (egress.admits(context)) {
            int source = Endpoint.address(context.value(Slots.SOURCE));
            int destination = Endpoint.address(context.value(Slots.DESTINATION));
            egress.send(context, Rewriter.addresses(context.packet(), source, destination));
        }
    }
}
