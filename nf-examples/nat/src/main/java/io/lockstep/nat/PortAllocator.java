package io.lockstep.nat;

import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.state.IdPool;
import io.lockstep.nf.state.Regions;

/**
 * Picks external ports: one pool for each external address and protocol, so that no port is ever given twice (RFC 4787,
 * REQ-3; RFC 5382, REQ-7).
 *
 * <p>The inside host's own port is kept if it is free. Otherwise a port is searched from a random start (RFC 6056; RFC 7857,
 * section 9) in the same range, well-known or not (RFC 4787, REQ-3a), for UDP of the same parity (REQ-4). A pool that has
 * nothing better gives what it has. ICMP identifiers have neither range nor parity.
 *
 * <p>State owner's thread only.
 */
final class PortAllocator {
    static final int NONE = IdPool.NONE;

    private static final int IDS = 1 << 16;
    private static final int FIRST_HIGH_PORT = 1024;

    private final IdPool pools;
    private final int minPort;
    private final int maxPort;

    PortAllocator(Regions regions, NatConfig config) {
        this.pools = IdPool.create(
                regions, "external-ports", config.externalAddresses().size() * Endpoint.PROTOCOLS, IDS);
        this.minPort = config.minPort();
        this.maxPort = config.maxPort();
        for (int pool = 0; pool < pools.pools(); pool++) {
            if (hasRange(pool)) {
                block(pool, 0, minPort);
                block(pool, maxPort + 1, IDS);
            }
        }
    }

    /** The pool of an address and a protocol. */
    static int pool(int addressIndex, int protocolIndex) {
        return addressIndex * Endpoint.PROTOCOLS + protocolIndex;
    }

    /** Takes a port for an inside endpoint; {@link #NONE} when the pool has none left. */
    int allocate(int addressIndex, long inside, long random) {
        int pool = pool(addressIndex, Endpoint.protocolIndex(inside));
        int wanted = Endpoint.port(inside);
        if (pools.free(pool) == 0) {
            return NONE;
        }
        if (pools.take(pool, wanted)) {
            return wanted;
        }
        return search(pool, wanted, Endpoint.protocol(inside), random);
    }

    /** Takes a port that the configuration promises to somebody; it may lie outside of the range. */
    void reserve(int addressIndex, long external) {
        pools.take(pool(addressIndex, Endpoint.protocolIndex(external)), Endpoint.port(external));
    }

    /** Gives a port back. */
    void release(int addressIndex, long external) {
        pools.release(pool(addressIndex, Endpoint.protocolIndex(external)), Endpoint.port(external));
    }

    boolean isFree(int pool, int port) {
        return pools.isFree(pool, port);
    }

    /** Whether a port is one that {@link #allocate} may give. */
    boolean isAllocatable(int pool, int port) {
        return !hasRange(pool) || (port >= minPort && port <= maxPort);
    }

    private int search(int pool, int wanted, int protocol, long random) {
        if (protocol == Ipv4.PROTOCOL_UDP) {
            int start = randomStart(wanted, random);
            int sameParity = pools.allocate(pool, start ^ ((start ^ wanted) & 1), 2);
            return sameParity != NONE ? sameParity : pools.allocate(pool, start);
        }
        return pools.allocate(
                pool, protocol == Ipv4.PROTOCOL_TCP ? randomStart(wanted, random) : (int) random & 0xffff);
    }

    private int randomStart(int wanted, long random) {
        boolean low = wanted < FIRST_HIGH_PORT ? minPort < FIRST_HIGH_PORT : maxPort < FIRST_HIGH_PORT;
        int from = low ? minPort : Math.max(minPort, FIRST_HIGH_PORT);
        int to = low ? Math.min(maxPort, FIRST_HIGH_PORT - 1) : maxPort;
        return from + (int) Long.remainderUnsigned(random, to - from + 1);
    }

    private static boolean hasRange(int pool) {
        return pool % Endpoint.PROTOCOLS != Endpoint.protocolIndex(Ipv4.PROTOCOL_ICMP);
    }

    private void block(int pool, int from, int to) {
        for (int port = from; port < to; port++) {
            pools.take(pool, port);
        }
    }
}
