package io.lockstep.nat;

import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Ipv4;

/**
 * Decides what a packet is to the NAT. One per worker; keeps nothing from one packet for another.
 *
 * <pre>
 *   from      to                         is
 *   inside    elsewhere                  translated outbound
 *   inside    an external address        translated twice (hairpin); a ping is answered
 *   inside    an inside network          routed as it is
 *   inside    another own address        dropped; a ping is answered
 *   outside   an external address        translated inbound; a ping is answered
 *   outside   another outside address    dropped; a ping is answered
 *   outside   elsewhere                  dropped
 *   another port                         left to the next function of the chain
 * </pre>
 */
final class NatProcessor implements PacketProcessor {
    private final SharedVariable<NatState> variable;
    private final Topology topology;
    private final Reasons reasons;
    private final int outsidePort;

    private final PacketParser parser = new PacketParser();
    private final Replies replies;
    private final Egress egress;
    private final Translation translation;
    private final FragmentTranslation fragments;
    private final ErrorTranslation errors;

    NatProcessor(SharedVariable<NatState> variable, Topology topology, Reasons reasons, int outsidePort) {
        this.variable = variable;
        this.topology = topology;
        this.reasons = reasons;
        this.outsidePort = outsidePort;
        this.replies = new Replies(variable, topology, reasons);
        this.egress = new Egress(topology, reasons, replies);
        this.translation = new Translation(variable, parser, egress);
        this.fragments = new FragmentTranslation(variable, parser, egress);
        this.errors = new ErrorTranslation(variable, topology, reasons, egress);
    }

    @Override
    public void process(PacketContext context) {
        boolean inside = topology.isInside(context.ingressPort());
        if (!inside && !topology.isOutside(context.ingressPort())) {
            context.pass();
            return;
        }
        Reason bad = parser.parse(context.packet());
        if (bad == null) {
            bad = inside ? fromInside(context) : fromOutside(context);
        }
        if (bad != null) {
            context.drop(reasons.of(bad));
        }
    }

    @Override
    public void onTimer(PacketContext context, int timer) {
        context.access(variable, NatAccesses.SWEEP, PacketContext::done);
    }

    /** Starts what the packet needs and returns null, or returns why it is dropped. */
    private Reason fromInside(PacketContext context) {
        if (Topology.isUnroutable(parser.source()) || topology.kindOf(parser.source()) != Topology.OTHER) {
            return Reason.MARTIAN_SOURCE;
        }
        if (Topology.isUnroutable(parser.destination())) {
            return Reason.UNROUTABLE_DESTINATION;
        }
        int kind = topology.kindOf(parser.destination());
        if (kind == Topology.OTHER) {
            int insidePort = topology.insidePortOf(parser.destination());
            return insidePort < 0 ? outbound(context) : route(context, insidePort);
        }
        if (Topology.isExternal(kind)) {
            return hairpin(context, kind);
        }
        return kind == Topology.LOCAL ? toNat(context) : Reason.UNROUTABLE_DESTINATION;
    }

    private Reason fromOutside(PacketContext context) {
        if (Topology.isUnroutable(parser.source())
                || topology.kindOf(parser.source()) != Topology.OTHER
                || topology.insidePortOf(parser.source()) >= 0) {
            return Reason.MARTIAN_SOURCE;
        }
        int kind = topology.kindOf(parser.destination());
        if (Topology.isExternal(kind)) {
            return inbound(context, kind);
        }
        boolean toOutsidePort = kind == Topology.LOCAL && topology.insidePortOf(parser.destination()) < 0;
        return toOutsidePort ? toNat(context) : Reason.NOT_FOR_NAT;
    }

    private Reason outbound(PacketContext context) {
        if (parser.isLaterFragment()) {
            fragments.outbound(context);
            return null;
        }
        if (parser.protocol() == Ipv4.PROTOCOL_ICMP && !parser.isIcmpQuery()) {
            return outboundError(context);
        }
        // Before the access: a packet that goes no further, as traceroute's first, opens no flow.
        if (egress.admits(context, outsidePort, parser.timeToLive(), parser.totalLength())) {
            translation.outbound(context);
        }
        return null;
    }

    private Reason outboundError(PacketContext context) {
        Reason bad = refusedError();
        if (bad == null) {
            errors.outbound(context);
        }
        return bad;
    }

    private Reason inbound(PacketContext context, int addressIndex) {
        if (parser.isLaterFragment()) {
            fragments.inboundOrHairpin(context);
            return null;
        }
        if (parser.protocol() == Ipv4.PROTOCOL_ICMP && !parser.isIcmpReply()) {
            return inboundError(context);
        }
        translation.inbound(context, addressIndex);
        return null;
    }

    private Reason inboundError(PacketContext context) {
        if (parser.isEchoRequest()) {
            return toNat(context);
        }
        Reason bad = refusedError();
        if (bad == null) {
            errors.inbound(context);
        }
        return bad;
    }

    private Reason hairpin(PacketContext context, int addressIndex) {
        if (parser.isLaterFragment()) {
            fragments.inboundOrHairpin(context);
            return null;
        }
        if (parser.protocol() == Ipv4.PROTOCOL_ICMP) {
            return hairpinError(context);
        }
        if (egress.admits(context, context.ingressPort())) {
            translation.hairpin(context, addressIndex);
        }
        return null;
    }

    private Reason hairpinError(PacketContext context) {
        if (parser.isEchoRequest()) {
            return toNat(context);
        }
        Reason bad = refusedError();
        if (bad == null) {
            errors.hairpin(context);
        }
        return bad;
    }

    private Reason route(PacketContext context, int port) {
        egress.route(context, port);
        return null;
    }

    /** The NAT itself answers ping, and nothing else. */
    private Reason toNat(PacketContext context) {
        if (parser.isFragment()) {
            return Reason.FRAGMENT_UNSUPPORTED;
        }
        if (!parser.isEchoRequest()) {
            return Reason.TO_NAT_ITSELF;
        }
        replies.answerEcho(context, parser.payload());
        return null;
    }

    /** Why an ICMP message that is no query cannot be an error to translate, or null. */
    private Reason refusedError() {
        if (parser.isFragment()) {
            return Reason.FRAGMENT_UNSUPPORTED;
        }
        return parser.isTranslatableError() ? null : Reason.UNSUPPORTED_ICMP;
    }
}
