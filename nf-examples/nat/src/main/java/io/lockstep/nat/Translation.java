package io.lockstep.nat;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;

/**
 * Takes packets with ports through their access and writes what comes back: outbound, inbound, or both at once (hairpin).
 * Worker thread.
 */
final class Translation {
    private final SharedVariable<NatState> variable;
    private final PacketParser parser;
    private final Egress egress;

    private final Continuation outboundDone = this::outboundDone;
    private final Continuation inboundDone = this::inboundDone;
    private final Continuation hairpinDone = this::hairpinDone;

    Translation(SharedVariable<NatState> variable, PacketParser parser, Egress egress) {
        this.variable = variable;
        this.parser = parser;
        this.egress = egress;
    }

    /** From inside to outside. */
    void outbound(PacketContext context) {
        Access<NatState> access = NatAccesses.OUTBOUND;
        if (parser.isFragment()) {
            access = FragmentAccesses.FIRST_OUTBOUND;
            writeFragment(context);
        }
        start(context, 0, access, outboundDone);
    }

    /** From outside to the external address with the given index. */
    void inbound(PacketContext context, int addressIndex) {
        Access<NatState> access = NatAccesses.INBOUND;
        if (parser.isFragment()) {
            access = FragmentAccesses.FIRST_INBOUND;
            writeFragment(context);
        }
        start(context, addressIndex, access, inboundDone);
    }

    /** From inside to the external address with the given index. */
    void hairpin(PacketContext context, int addressIndex) {
        Access<NatState> access = NatAccesses.HAIRPIN;
        if (parser.isFragment()) {
            access = FragmentAccesses.FIRST_HAIRPIN;
            writeFragment(context);
        }
        start(context, addressIndex, access, hairpinDone);
    }

    private void start(PacketContext context, int addressIndex, Access<NatState> access, Continuation then) {
        context.value(Slots.SOURCE, parser.sourceEndpoint());
        context.value(Slots.DESTINATION, parser.destinationEndpoint());
        context.value(Slots.REQUEST, Slots.request(context.ingressPort(), parser.tcpFlags(), addressIndex));
        context.value(Slots.SHAPE, Slots.shape(parser.payload(), parser.totalLength()));
        context.value(Slots.HINT, Slots.NO_HINT);
        context.access(variable, access, then);
    }

    private void writeFragment(PacketContext context) {
        context.value(Slots.FRAGMENT_HIGH, Fragments.keyHigh(parser.source(), parser.destination()));
        context.value(Slots.FRAGMENT_LOW, parser.fragmentKeyLow());
        context.value(Slots.FRAGMENT_EXTENT, parser.fragmentExtent());
    }

    private void outboundDone(PacketContext context) {
        if (egress.succeeded(context)) {
            long shape = context.value(Slots.SHAPE);
            Rewriter.forwardFrom(context.packet(), Slots.transport(shape), context.value(Slots.SOURCE));
            egress.transmit(context, Slots.totalLength(shape));
        }
    }

    private void inboundDone(PacketContext context) {
        if (egress.admits(context)) {
            Packet packet = context.packet();
            int transport = Slots.transport(context.value(Slots.SHAPE));
            int difference = Rewriter.destination(packet, transport, context.value(Slots.DESTINATION));
            egress.send(context, difference);
        }
    }

    private void hairpinDone(PacketContext context) {
        if (egress.admits(context)) {
            Packet packet = context.packet();
            int transport = Slots.transport(context.value(Slots.SHAPE));
            int difference = Rewriter.source(packet, transport, context.value(Slots.SOURCE))
                    + Rewriter.destination(packet, transport, context.value(Slots.DESTINATION));
            egress.send(context, difference);
        }
    }
}
