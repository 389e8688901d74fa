package io.lockstep.nat;

import io.lockstep.nf.NfConfig;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.packet.Ipv4;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the list {@code static}: port forwards. No two may share an endpoint, on either side, and those of one inside address
 * must share their external address, since a host has one (RFC 4787, REQ-2).
 */
final class StaticForwardReader {
    private static final int MAX_PORT = 65_535;

    private final NfConfig config;
    private final List<Integer> external;
    private final List<PortInfo> inside;
    private final List<StaticForward> forwards = new ArrayList<>();

    StaticForwardReader(NfConfig config, List<Integer> external, List<PortInfo> inside) {
        this.config = config;
        this.external = external;
        this.inside = inside;
    }

    List<StaticForward> read(int maxFlows) {
        for (NfConfig section : config.sections("static")) {
            StaticForward forward = read(section);
            forwards.forEach(other -> compare(section, forward, other));
            forwards.add(forward);
        }
        if (forwards.size() > maxFlows) {
            throw config.error("static", forwards.size() + " forwards do not fit into max-flows: " + maxFlows);
        }
        return forwards;
    }

    private StaticForward read(NfConfig section) {
        int protocol = protocol(section);
        int addressIndex = addressIndex(section);
        int externalPort = port(section, "external-port", 0);
        int insideAddress = section.ipv4("inside-address");
        int insidePort = port(section, "inside-port", externalPort);
        return new StaticForward(
                Endpoint.of(insideAddress, insidePort, protocol),
                Endpoint.of(external.get(addressIndex), externalPort, protocol),
                addressIndex,
                portTo(section, insideAddress));
    }

    private static int protocol(NfConfig section) {
        String name = section.string("protocol");
        return switch (name) {
            case "tcp" -> Ipv4.PROTOCOL_TCP;
            case "udp" -> Ipv4.PROTOCOL_UDP;
            default -> throw section.error("protocol", name + " is neither tcp nor udp");
        };
    }

    private int addressIndex(NfConfig section) {
        if (!section.has("external-address")) {
            return 0;
        }
        int index = external.indexOf(section.ipv4("external-address"));
        if (index < 0) {
            throw section.error("external-address", "is not among the external addresses, " + Ipv4Text.join(external));
        }
        return index;
    }

    /** A fallback of 0 makes the key mandatory. */
    private static int port(NfConfig section, String key, int fallback) {
        if (fallback == 0 && !section.has(key)) {
            throw section.error(key, "is missing: a port from 1 to 65535");
        }
        return (int) section.number(key, fallback, 1, MAX_PORT);
    }

    /** A server behind a further router is reached through the first inside port until it sends by another. */
    private int portTo(NfConfig section, int address) {
        if (Topology.isUnroutable(address)) {
            throw section.error("inside-address", Ipv4Text.of(address) + " is no host's address");
        }
        for (PortInfo port : inside) {
            if ((address & Topology.mask(port)) == Topology.network(port)) {
                return port.index();
            }
        }
        return inside.getFirst().index();
    }

    private static void compare(NfConfig section, StaticForward forward, StaticForward other) {
        if (forward.external() == other.external()) {
            throw section.error("external-port", "is forwarded by an earlier entry already");
        }
        if (forward.inside() == other.inside()) {
            throw section.error("inside-port", "is forwarded to by an earlier entry already");
        }
        boolean sameHost = Endpoint.address(forward.inside()) == Endpoint.address(other.inside());
        if (sameHost && forward.addressIndex() != other.addressIndex()) {
            throw section.error(
                    "external-address",
                    "differs from that of an earlier entry for the same inside-address: a host has one external address");
        }
    }
}
