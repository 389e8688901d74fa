package io.lockstep.nat;

import static io.lockstep.nat.PacketParser.IP;

import io.lockstep.nf.packet.Checksum;
import io.lockstep.nf.packet.Icmp;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.packet.Tcp;
import io.lockstep.nf.packet.Udp;

/**
 * The packet that an ICMP error quotes: its IPv4 header and at least eight bytes, mostly cut off somewhere behind (RFC 792;
 * RFC 1812, section 4.3.2.3). What {@link #parse} found holds until the next one.
 *
 * <pre>
 *   IP            icmp        icmp + 8          transport                  end
 *   |─ IP header ─|── ICMP ───|─ quoted header ─|─ quoted ports, ... ──────|
 * </pre>
 */
final class Quote {
    /** What every transport header has in its first eight bytes: ports, or type and identifier. */
    private static final int MIN_TRANSPORT_BYTES = 8;

    private static final int IP_CHECKSUM = 10;
    private static final int ICMP_CHECKSUM = 2;
    private static final int ICMP_IDENTIFIER = 4;

    private int quoted;
    private int transport;
    private int end;
    private int protocol;
    private long source;
    private long destination;

    /** Finds the endpoints in the quote; returns why the error cannot be translated, or null. */
    Reason parse(Packet packet) {
        int icmp = IP + Ipv4.headerBytes(packet, IP);
        end = IP + Ipv4.totalLength(packet, IP);
        quoted = icmp + Icmp.HEADER_BYTES;
        if (quoted + Ipv4.MIN_HEADER_BYTES + MIN_TRANSPORT_BYTES > end) {
            return Reason.MALFORMED;
        }
        int headerBytes = Ipv4.headerBytes(packet, quoted);
        transport = quoted + headerBytes;
        if (Ipv4.version(packet, quoted) != 4
                || headerBytes < Ipv4.MIN_HEADER_BYTES
                || transport + MIN_TRANSPORT_BYTES > end) {
            return Reason.MALFORMED;
        }
        // REQ-3 and REQ-3a of RFC 5508; the transport checksum is left alone (REQ-3c).
        if (Checksum.of(packet, icmp, end - icmp) != 0 || !Ipv4.checksumValid(packet, quoted, headerBytes)) {
            return Reason.BAD_CHECKSUM;
        }
        end = Math.min(end, quoted + Ipv4.totalLength(packet, quoted));
        return parseEndpoints(packet);
    }

    private Reason parseEndpoints(Packet packet) {
        protocol = Ipv4.protocol(packet, quoted);
        boolean query = protocol == Ipv4.PROTOCOL_ICMP && !Icmp.isError(Icmp.type(packet, transport));
        boolean ported = protocol == Ipv4.PROTOCOL_TCP || protocol == Ipv4.PROTOCOL_UDP;
        if (!(query || ported)
                || end < transport + MIN_TRANSPORT_BYTES
                || (Ipv4.fragmentWord(packet, quoted) & Ipv4.FRAGMENT_OFFSET_MASK) != 0) {
            return Reason.ICMP_ERROR_UNMATCHED;
        }
        int sourcePort = ported ? packet.getUnsignedShort(transport) : Icmp.identifier(packet, transport);
        int destinationPort = ported ? packet.getUnsignedShort(transport + 2) : sourcePort;
        source = Endpoint.of(Ipv4.source(packet, quoted), sourcePort, protocol);
        destination = Endpoint.of(Ipv4.destination(packet, quoted), destinationPort, protocol);
        return null;
    }

    long source() {
        return source;
    }

    long destination() {
        return destination;
    }

    /** Writes endpoints into the quote of a packet that has just been parsed, and mends all checksums they are in. */
    void rewrite(Packet packet, long newSource, long newDestination) {
        int addresses = Checksum.difference32(Endpoint.address(source), Endpoint.address(newSource))
                + Checksum.difference32(Endpoint.address(destination), Endpoint.address(newDestination));
        Ipv4.source(packet, quoted, Endpoint.address(newSource));
        Ipv4.destination(packet, quoted, Endpoint.address(newDestination));
        int all = addresses
                + replace(packet, quoted + IP_CHECKSUM, Checksum.update(Ipv4.checksum(packet, quoted), addresses));
        all += protocol == Ipv4.PROTOCOL_ICMP
                ? identifier(packet, newSource, newDestination)
                : ports(packet, addresses, newSource, newDestination);
        int icmp = quoted - Icmp.HEADER_BYTES;
        Icmp.checksum(packet, icmp, Checksum.update(Icmp.checksum(packet, icmp), all));
    }

    private int ports(Packet packet, int addresses, long newSource, long newDestination) {
        int ports = replace(packet, transport, Endpoint.port(newSource))
                + replace(packet, transport + 2, Endpoint.port(newDestination));
        int change = addresses + ports;
        if (protocol == Ipv4.PROTOCOL_UDP) {
            int checksum = Checksum.updateUdp(Udp.checksum(packet, transport), change);
            return ports + replace(packet, transport + Udp.CHECKSUM_OFFSET, checksum);
        }
        if (transport + Tcp.CHECKSUM_OFFSET + 2 > end) {
            return ports; // cut off before the checksum
        }
        int checksum = Checksum.update(Tcp.checksum(packet, transport), change);
        return ports + replace(packet, transport + Tcp.CHECKSUM_OFFSET, checksum);
    }

    /** Of the two endpoints of a query only the translated one can have another identifier. */
    private int identifier(Packet packet, long newSource, long newDestination) {
        boolean sourceChanged = Endpoint.port(newSource) != Endpoint.port(source);
        int identifier = Endpoint.port(sourceChanged ? newSource : newDestination);
        int change = replace(packet, transport + ICMP_IDENTIFIER, identifier);
        int checksum = Checksum.update(Icmp.checksum(packet, transport), change);
        return change + replace(packet, transport + ICMP_CHECKSUM, checksum);
    }

    /** Writes 16 bits; returns the difference. */
    private static int replace(Packet packet, int offset, int value) {
        int difference = Checksum.difference16(packet.getShort(offset), value);
        packet.putShort(offset, value);
        return difference;
    }
}
