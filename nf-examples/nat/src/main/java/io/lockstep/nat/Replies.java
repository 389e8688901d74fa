package io.lockstep.nat;

import static io.lockstep.nat.PacketParser.IP;

import io.lockstep.nf.Continuation;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Checksum;
import io.lockstep.nf.packet.Ethernet;
import io.lockstep.nf.packet.Icmp;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;

/**
 * What the NAT says itself: answers to ping, and ICMP errors about packets that it does not forward (RFC 792; RFC 1812,
 * section 4.3; RFC 5508, REQ-10). The MAC addresses are the runtime's job. Worker thread.
 */
final class Replies {
    private static final int TIME_TO_LIVE = 64;
    private static final int ERROR_HEADERS = Ipv4.MIN_HEADER_BYTES + Icmp.HEADER_BYTES;
    /** RFC 1812, section 4.3.2.3: as much of the packet as fits into 576 bytes. */
    private static final int MAX_QUOTE_BYTES = 576 - ERROR_HEADERS;

    private final SharedVariable<NatState> variable;
    private final Topology topology;
    private final Reasons reasons;
    private final Continuation budgetDone = this::budgetDone;

    Replies(SharedVariable<NatState> variable, Topology topology, Reasons reasons) {
        this.variable = variable;
        this.topology = topology;
        this.reasons = reasons;
    }

    /** Turns an echo request for an address of the NAT into the reply, in place, and sends it back. */
    void answerEcho(PacketContext context, int icmp) {
        Packet packet = context.packet();
        int source = Ipv4.source(packet, IP);
        Ipv4.source(packet, IP, Ipv4.destination(packet, IP));
        Ipv4.destination(packet, IP, source);
        Ipv4.timeToLive(packet, IP, TIME_TO_LIVE);
        Ipv4.fillChecksum(packet, IP, Ipv4.headerBytes(packet, IP));
        int before = Icmp.type(packet, icmp) << 8 | Icmp.code(packet, icmp);
        Icmp.typeAndCode(packet, icmp, Icmp.ECHO_REPLY, 0);
        int difference = Checksum.difference16(before, Icmp.ECHO_REPLY << 8);
        Icmp.checksum(packet, icmp, Checksum.update(Icmp.checksum(packet, icmp), difference));
        context.forward(context.ingressPort());
    }

    /**
     * Drops a packet and tells its sender why, if the rate allows and such a packet may be answered at all. The packet must be
     * as received, and its source a unicast address.
     *
     * @param nextHopMtu for "fragmentation needed" (RFC 1191), else 0
     */
    void report(PacketContext context, int type, int code, int nextHopMtu, Reason reason) {
        if (!mayReportOn(context.packet())) {
            context.drop(reasons.of(reason));
            return;
        }
        context.value(Slots.REPORT, (long) nextHopMtu << 24 | (long) code << 16 | (long) type << 8 | reason.status());
        context.access(variable, NatAccesses.ERROR_BUDGET, budgetDone);
    }

    /** RFC 1122, section 3.2.2: no error about an error, or about a fragment but the first. */
    private static boolean mayReportOn(Packet packet) {
        if ((Ipv4.fragmentWord(packet, IP) & Ipv4.FRAGMENT_OFFSET_MASK) != 0) {
            return false;
        }
        int icmp = IP + Ipv4.headerBytes(packet, IP);
        return Ipv4.protocol(packet, IP) != Ipv4.PROTOCOL_ICMP || !Icmp.isError(Icmp.type(packet, icmp));
    }

    private void budgetDone(PacketContext context) {
        long report = context.value(Slots.REPORT);
        if (Slots.status(context.value(Slots.RESULT)) == Slots.OK) {
            emitError(context, (int) (report >>> 8) & 0xff, (int) (report >>> 16) & 0xff, (int) (report >>> 24));
        }
        context.drop(reasons.of(Reason.ofStatus((int) report & 0xff)));
    }

    private void emitError(PacketContext context, int type, int code, int nextHopMtu) {
        Packet offender = context.packet();
        int quoteBytes = Math.min(Ipv4.totalLength(offender, IP), MAX_QUOTE_BYTES);
        Packet error = context.newPacket(IP + ERROR_HEADERS + quoteBytes);
        Ethernet.destination(error, 0);
        Ethernet.source(error, 0);
        Ethernet.type(error, Ethernet.TYPE_IPV4);
        int ingressPort = context.ingressPort();
        writeIp(error, topology.addressOf(ingressPort), Ipv4.source(offender, IP), ERROR_HEADERS + quoteBytes);
        int icmp = IP + Ipv4.MIN_HEADER_BYTES;
        Icmp.typeAndCode(error, icmp, type, code);
        Icmp.errorWord(error, icmp, nextHopMtu);
        error.copyFrom(icmp + Icmp.HEADER_BYTES, offender, IP, quoteBytes);
        Icmp.fillChecksum(error, icmp, Icmp.HEADER_BYTES + quoteBytes);
        context.emit(error, ingressPort);
    }

    /** An atomic packet, whose identification means nothing (RFC 6864, section 4.1). */
    private static void writeIp(Packet packet, int source, int destination, int totalLength) {
        Ipv4.versionAndHeaderBytes(packet, IP, Ipv4.MIN_HEADER_BYTES);
        Ipv4.totalLength(packet, IP, totalLength);
        Ipv4.identification(packet, IP, 0);
        Ipv4.fragmentWord(packet, IP, Ipv4.DONT_FRAGMENT);
        Ipv4.timeToLive(packet, IP, TIME_TO_LIVE);
        Ipv4.protocol(packet, IP, Ipv4.PROTOCOL_ICMP);
        Ipv4.source(packet, IP, source);
        Ipv4.destination(packet, IP, destination);
        Ipv4.fillChecksum(packet, IP, Ipv4.MIN_HEADER_BYTES);
    }
}
