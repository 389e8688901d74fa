package io.lockstep.nat;

import static io.lockstep.nat.PacketParser.IP;

import io.lockstep.nf.packet.Checksum;
import io.lockstep.nf.packet.Icmp;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.packet.Tcp;
import io.lockstep.nf.packet.Udp;

/**
 * Writes endpoints into a parsed packet and keeps its checksums right by difference (RFC 1624), so that a checksum that was
 * wrong stays wrong and payloads are not read. Stateless.
 */
final class Rewriter {
    private Rewriter() {}

    /** Writes the source endpoint and takes one off the time to live; all checksums follow. */
    static void forwardFrom(Packet packet, int transport, long endpoint) {
        int difference = Ipv4.forwardFrom(packet, IP, Endpoint.address(endpoint));
        transport(packet, transport, true, endpoint, difference);
    }

    /** Writes the source endpoint; returns the difference for the header checksum. */
    static int source(Packet packet, int transport, long endpoint) {
        int difference = Checksum.difference32(Ipv4.source(packet, IP), Endpoint.address(endpoint));
        Ipv4.source(packet, IP, Endpoint.address(endpoint));
        transport(packet, transport, true, endpoint, difference);
        return difference;
    }

    /** Writes the destination endpoint; returns the difference for the header checksum. */
    static int destination(Packet packet, int transport, long endpoint) {
        int difference = Checksum.difference32(Ipv4.destination(packet, IP), Endpoint.address(endpoint));
        Ipv4.destination(packet, IP, Endpoint.address(endpoint));
        transport(packet, transport, false, endpoint, difference);
        return difference;
    }

    /** Writes addresses only, as for a fragment without ports; returns the difference for the header checksum. */
    static int addresses(Packet packet, int source, int destination) {
        int difference = Checksum.difference32(Ipv4.source(packet, IP), source)
                + Checksum.difference32(Ipv4.destination(packet, IP), destination);
        Ipv4.source(packet, IP, source);
        Ipv4.destination(packet, IP, destination);
        return difference;
    }

    private static void transport(Packet packet, int transport, boolean source, long endpoint, int addressDifference) {
        int port = Endpoint.port(endpoint);
        switch (Endpoint.protocol(endpoint)) {
            case Ipv4.PROTOCOL_TCP -> {
                int difference = addressDifference + port(packet, source ? transport : transport + 2, port);
                Tcp.checksum(packet, transport, Checksum.update(Tcp.checksum(packet, transport), difference));
            }
            case Ipv4.PROTOCOL_UDP -> {
                if (source) {
                    Udp.changeSourcePort(packet, transport, port, addressDifference);
                } else {
                    Udp.changeDestinationPort(packet, transport, port, addressDifference);
                }
            }
            default -> identifier(packet, transport, port);
        }
    }

    private static int port(Packet packet, int offset, int port) {
        int difference = Checksum.difference16(packet.getShort(offset), port);
        packet.putShort(offset, port);
        return difference;
    }

    /** An ICMP checksum has no pseudo header. */
    private static void identifier(Packet packet, int icmp, int identifier) {
        int difference = Checksum.difference16(Icmp.identifier(packet, icmp), identifier);
        Icmp.identifier(packet, icmp, identifier);
        Icmp.checksum(packet, icmp, Checksum.update(Icmp.checksum(packet, icmp), difference));
    }
}
