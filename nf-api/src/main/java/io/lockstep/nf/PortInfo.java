package io.lockstep.nf;

import java.util.List;

/**
 * What a network function may know of a port: the same on both nodes.
 *
 * @param index position in the configuration, from 0; what {@link PacketContext#forward} takes
 * @param name name in the configuration
 * @param addresses IPv4 addresses of the port as big-endian ints, the first is the port's own; empty for a transparent port
 * @param prefixLength length of the connected network's prefix, 0 to 32; 0 for a transparent port
 * @param mtuBytes largest IP packet that leaves the port
 */
public record PortInfo(int index, String name, List<Integer> addresses, int prefixLength, int mtuBytes) {
    /** Copies the list. */
    public PortInfo {
        addresses = List.copyOf(addresses);
    }

    /** Whether frames pass unchanged at layer 2 (bump in the wire) because the port has no address. */
    public boolean transparent() {
        return addresses.isEmpty();
    }
}
