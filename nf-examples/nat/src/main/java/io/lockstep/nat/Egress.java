package io.lockstep.nat;

import static io.lockstep.nat.PacketParser.IP;

import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Icmp;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;

/**
 * What a router does with a packet whose way is known: time to live, size, verdict (RFC 1812, sections 5.3.1 and 4.2.2.7).
 * Worker thread.
 */
final class Egress {
    private final Topology topology;
    private final Reasons reasons;
    private final Replies replies;

    Egress(Topology topology, Reasons reasons, Replies replies) {
        this.topology = topology;
        this.reasons = reasons;
        this.replies = replies;
    }

    /**
     * Whether a packet may leave as the access's result says. If not, the verdict is given and the sender told where RFCs ask
     * for it. The packet must still be as received, since errors quote it.
     */
    boolean admits(PacketContext context) {
        return succeeded(context) && admits(context, Slots.egressPort(context.value(Slots.RESULT)));
    }

    /** Whether the access has succeeded, for a packet whose way was known and {@linkplain #admits admitted} before. If not, as above. */
    boolean succeeded(PacketContext context) {
        int status = Slots.status(context.value(Slots.RESULT));
        if (status != Slots.OK) {
            refuse(context, Reason.ofStatus(status));
        }
        return status == Slots.OK;
    }

    /** Whether a packet may leave by a port, of which the parser has just said so much. If not, as above. */
    boolean admits(PacketContext context, int port, int timeToLive, int totalLength) {
        return (timeToLive > 1 && totalLength <= topology.mtuOf(port)) || admits(context, port);
    }

    /** Whether a packet may leave by a port: time to live and size. If not, as above. */
    boolean admits(PacketContext context, int port) {
        Packet packet = context.packet();
        if (Ipv4.timeToLive(packet, IP) <= 1) {
            replies.report(context, Icmp.TIME_EXCEEDED, 0, 0, Reason.TTL_EXPIRED);
            return false;
        }
        int mtu = topology.mtuOf(port);
        if (Ipv4.totalLength(packet, IP) > mtu && (Ipv4.fragmentWord(packet, IP) & Ipv4.DONT_FRAGMENT) != 0) {
            int code = Icmp.CODE_FRAGMENTATION_NEEDED;
            replies.report(context, Icmp.DESTINATION_UNREACHABLE, code, mtu, Reason.MTU_EXCEEDED);
            return false;
        }
        return true;
    }

    /** Sends an admitted packet that has been rewritten; {@code difference} is what the header checksum has yet to follow. */
    void send(PacketContext context, int difference) {
        Packet packet = context.packet();
        Ipv4.decrementTimeToLive(packet, IP, difference);
        transmit(context, Ipv4.totalLength(packet, IP));
    }

    /** Sends an admitted packet that is ready, in pieces if need be. */
    void transmit(PacketContext context, int totalLength) {
        int port = Slots.egressPort(context.value(Slots.RESULT));
        if (totalLength > topology.mtuOf(port)) {
            sendInPieces(context, port);
        } else {
            context.forward(port);
        }
    }

    /** Routes a packet that is not translated. */
    void route(PacketContext context, int port) {
        Slots.succeed(context, port);
        if (admits(context, port)) {
            send(context, 0);
        }
    }

    private void sendInPieces(PacketContext context, int port) {
        if (Fragmenter.split(context, port, topology.mtuOf(port))) {
            context.forward(port);
        } else {
            context.drop(reasons.of(Reason.MTU_EXCEEDED));
        }
    }

    /** RFC 5508, REQ-8: an inside host is told when there is no room for a new flow; strangers are told nothing. */
    private void refuse(PacketContext context, Reason reason) {
        switch (reason) {
            case TABLE_FULL, POOL_EMPTY, SESSIONS_FULL -> {
                int code = Icmp.CODE_ADMINISTRATIVELY_PROHIBITED;
                replies.report(context, Icmp.DESTINATION_UNREACHABLE, code, 0, reason);
            }
            default -> context.drop(reasons.of(reason));
        }
    }
}
