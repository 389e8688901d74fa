package io.lockstep.nat;

import io.lockstep.nf.PortInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which address and which port plays which role. Immutable, shared by all workers. */
final class Topology {
    /** {@link #kindOf}: neither the NAT's own nor a broadcast address. */
    static final int OTHER = AddressMap.NONE;
    /** {@link #kindOf}: an address of the NAT that it does not translate to. */
    static final int LOCAL = 1 << 16;
    /** {@link #kindOf}: the network or broadcast address of a connected network. */
    static final int BROADCAST = LOCAL + 1;

    private enum Role {
        NONE,
        INSIDE,
        OUTSIDE
    }

    private final Role[] roles;
    private final int[] portAddresses;
    private final int[] mtus;
    private final AddressMap kinds;
    private final int[] insideNetworks;
    private final int[] insideMasks;
    private final int[] insidePorts;

    Topology(NatConfig config, List<PortInfo> ports) {
        int portCount = ports.stream().mapToInt(port -> port.index() + 1).max().orElse(0);
        roles = new Role[portCount];
        portAddresses = new int[portCount];
        mtus = new int[portCount];
        Arrays.fill(roles, Role.NONE);
        config.inside().forEach(port -> describe(port, Role.INSIDE));
        describe(config.outside(), Role.OUTSIDE);
        kinds = kinds(config);
        List<PortInfo> inside = config.inside();
        insideNetworks = inside.stream().mapToInt(Topology::network).toArray();
        insideMasks = inside.stream().mapToInt(Topology::mask).toArray();
        insidePorts = inside.stream().mapToInt(PortInfo::index).toArray();
    }

    boolean isInside(int port) {
        return roles[port] == Role.INSIDE;
    }

    boolean isOutside(int port) {
        return roles[port] == Role.OUTSIDE;
    }

    /** The address that a port's ICMP errors come from (RFC 1812, section 4.3.2.4). */
    int addressOf(int port) {
        return portAddresses[port];
    }

    /** Largest IP packet that leaves the port. */
    int mtuOf(int port) {
        return mtus[port];
    }

    /** {@link #OTHER}, {@link #LOCAL}, {@link #BROADCAST}, or the index of an external address. */
    int kindOf(int address) {
        return kinds.get(address);
    }

    static boolean isExternal(int kind) {
        return kind >= 0 && kind < LOCAL;
    }

    /** Index of the inside port whose connected network holds the address, or -1. */
    int insidePortOf(int address) {
        for (int i = 0; i < insideNetworks.length; i++) {
            if ((address & insideMasks[i]) == insideNetworks[i]) {
                return insidePorts[i];
            }
        }
        return -1;
    }

    /** Whether no host has the address: 0/8, 127/8, multicast, reserved or broadcast (RFC 1812, section 5.3.7). */
    static boolean isUnroutable(int address) {
        int top = address >>> 24;
        return top == 0 || top == 127 || top >= 224;
    }

    static int network(PortInfo port) {
        return port.addresses().getFirst() & mask(port);
    }

    static int mask(PortInfo port) {
        return port.prefixLength() == 0 ? 0 : -1 << (32 - port.prefixLength());
    }

    private void describe(PortInfo port, Role role) {
        roles[port.index()] = role;
        portAddresses[port.index()] = port.addresses().getFirst();
        mtus[port.index()] = port.mtuBytes();
    }

    private static AddressMap kinds(NatConfig config) {
        List<PortInfo> ports = new ArrayList<>(config.inside());
        ports.add(config.outside());
        List<int[]> entries = new ArrayList<>();
        for (PortInfo port : ports) {
            if (port.prefixLength() > 0 && port.prefixLength() < 31) {
                entries.add(new int[] {network(port), BROADCAST});
                entries.add(new int[] {network(port) | ~mask(port), BROADCAST});
            }
        }
        for (PortInfo port : ports) {
            port.addresses().forEach(address -> entries.add(new int[] {address, LOCAL}));
        }
        for (int i = 0; i < config.externalAddresses().size(); i++) {
            entries.add(new int[] {config.externalAddresses().get(i), i});
        }
        return new AddressMap(
                entries.stream().mapToInt(entry -> entry[0]).toArray(),
                entries.stream().mapToInt(entry -> entry[1]).toArray());
    }
}
