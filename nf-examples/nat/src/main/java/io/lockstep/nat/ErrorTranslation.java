package io.lockstep.nat;

import static io.lockstep.nat.PacketParser.IP;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;

/**
 * Takes ICMP errors to the host whose packet they quote, with the quote turned back into the packet as that host sent it, or
 * as the other side knows it (RFC 5508, section 4; RFC 4787, REQ-12; RFC 5382, REQ-9). Worker thread.
 *
 * <pre>
 *   from outside about inside → outside    destination, quoted source                   become inside
 *   from inside about outside → inside     source, quoted destination                   become external
 *   from inside about inside → inside      all four (hairpin)
 * </pre>
 */
final class ErrorTranslation {
    private final SharedVariable<NatState> variable;
    private final Topology topology;
    private final Reasons reasons;
    private final Egress egress;
    private final Quote quote = new Quote();

    private final Continuation inboundDone = this::inboundDone;
    private final Continuation outboundDone = this::outboundDone;
    private final Continuation hairpinDone = this::hairpinDone;

    ErrorTranslation(SharedVariable<NatState> variable, Topology topology, Reasons reasons, Egress egress) {
        this.variable = variable;
        this.topology = topology;
        this.reasons = reasons;
        this.egress = egress;
    }

    void inbound(PacketContext context) {
        start(context, true, ErrorAccesses.INBOUND, inboundDone);
    }

    void outbound(PacketContext context) {
        start(context, false, ErrorAccesses.OUTBOUND, outboundDone);
    }

    void hairpin(PacketContext context) {
        start(context, true, ErrorAccesses.HAIRPIN, hairpinDone);
    }

    private void start(PacketContext context, boolean toExternal, Access<NatState> access, Continuation then) {
        Reason bad = quote.parse(context.packet());
        int addressIndex = topology.kindOf(Endpoint.address(quote.source()));
        if (bad == null && toExternal && !Topology.isExternal(addressIndex)) {
            bad = Reason.ICMP_ERROR_UNMATCHED;
        }
        if (bad != null) {
            context.drop(reasons.of(bad));
            return;
        }
        context.value(Slots.QUOTE_SOURCE, quote.source());
        context.value(Slots.QUOTE_DESTINATION, quote.destination());
        context.value(Slots.REQUEST, Slots.request(context.ingressPort(), 0, toExternal ? addressIndex : 0));
        context.access(variable, access, then);
    }

    private void inboundDone(PacketContext context) {
        finish(context, false, true);
    }

    private void outboundDone(PacketContext context) {
        finish(context, true, false);
    }

    private void hairpinDone(PacketContext context) {
        finish(context, true, true);
    }

    private void finish(PacketContext context, boolean newSource, boolean newDestination) {
        if (!egress.admits(context)) {
            return;
        }
        Packet packet = context.packet();
        long quotedSource = context.value(Slots.QUOTE_SOURCE);
        long quotedDestination = context.value(Slots.QUOTE_DESTINATION);
        quote.parse(packet); // other packets have been here since
        quote.rewrite(packet, quotedSource, quotedDestination);
        int source = newSource ? Endpoint.address(quotedDestination) : Ipv4.source(packet, IP);
        int destination = newDestination ? Endpoint.address(quotedSource) : Ipv4.destination(packet, IP);
        egress.send(context, Rewriter.addresses(packet, source, destination));
    }
}
