package io.lockstep.nat;

import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.state.IdPool;
import io.lockstep.nf.state.Region;
import io.lockstep.nf.state.Regions;

/**
 * Picks external ports: one pool for each external address and protocol, so that no port is ever given twice (RFC 4787,
 * REQ-3; RFC 5382, REQ-7).
 *
 * <p>The inside host's own port is kept if it is free. Otherwise the search begins at a keyed hash of the inside endpoint, which
 * outsiders cannot foresee (RFC 6056, section 3.3.3; RFC 7857, section 9), in the same range, well-known or not (RFC 4787,
 * REQ-3a), for UDP of the same parity (REQ-4). A pool that has nothing better gives what it has. ICMP identifiers have neither
 * range nor parity. A hash and no random number, so that {@link #prefetchStart} can tell the place.
 *
 * <p>The {@link ExternalIndex} says which port is free; most choices need one cache line of it, as a search takes all ports of its
 * line before it looks elsewhere. So that a crowded pool is no slower, {@code lanes} knows where there is room: a lane is the even or
 * the odd ports of a line, and is taken while none of those that may be given is free.
 *
 * <p>State owner's thread only.
 */
final class PortAllocator {
    static final int NONE = IdPool.NONE;

    private static final int FIRST_HIGH_PORT = 1024;
    private static final int LINE = ExternalIndex.LINE_PORTS;
    private static final int LANES = 2 * ExternalIndex.PORTS / LINE;
    private static final int ANY_PARITY = 1;
    private static final int SAME_PARITY = 2;
    private static final long ODD = 0x9e37_79b9_7f4a_7c15L;

    private final ExternalIndex index;
    private final IdPool lanes;
    private final Region secret;
    private final int minPort;
    private final int maxPort;

    PortAllocator(Regions regions, int externalAddresses, int minPort, int maxPort, ExternalIndex index) {
        this.index = index;
        this.lanes = IdPool.create(regions, "external-ports", externalAddresses * Endpoint.PROTOCOLS, LANES);
        this.secret = regions.allocate("port-secret", Long.BYTES);
        this.minPort = minPort;
        this.maxPort = maxPort;
        for (int pool = 0; pool < lanes.pools(); pool++) {
            if (hasRange(pool)) {
                closeOutside(pool);
            }
        }
    }

    /** Keys the search, before the first {@link #choose}. */
    void seed(long seed) {
        secret.putLong(0, seed);
    }

    /** A free port for an inside endpoint, to be {@linkplain #take taken}; {@link #NONE} when the pool has none left. */
    int choose(int addressIndex, long inside) {
        int pool = ExternalIndex.poolOf(addressIndex, inside);
        int wanted = Endpoint.port(inside);
        if (isAllocatable(pool, wanted) && index.isFree(pool, wanted)) {
            return wanted;
        }
        int start = start(inside);
        int sameParity = Endpoint.protocol(inside) == Ipv4.PROTOCOL_UDP ? search(pool, start, SAME_PARITY) : NONE;
        return sameParity != NONE ? sameParity : search(pool, start, ANY_PARITY);
    }

    /** Gives a mapping its external port, which must be free: a chosen one, or one that the configuration promises to somebody. */
    void take(int addressIndex, long external, int entry) {
        int pool = ExternalIndex.poolOf(addressIndex, external);
        int port = Endpoint.port(external);
        index.put(pool, port, entry);
        if (isAllocatable(pool, port)) {
            closeIfFull(pool, lane(port));
        }
    }

    /** Takes a port back. */
    void release(int addressIndex, long external) {
        int pool = ExternalIndex.poolOf(addressIndex, external);
        int port = Endpoint.port(external);
        index.clear(pool, port);
        if (isAllocatable(pool, port) && !lanes.isFree(pool, lane(port))) {
            lanes.release(pool, lane(port));
        }
    }

    /** Where {@link #choose} will look first; {@link io.lockstep.nf.Access#prefetch}. */
    long prefetchWanted(int addressIndex, long inside) {
        return index.address(ExternalIndex.poolOf(addressIndex, inside), Endpoint.port(inside));
    }

    /** Where {@link #choose} will begin to search, or 0 if it need not; {@link io.lockstep.nf.Access#prefetch}. */
    long prefetchStart(int addressIndex, long inside) {
        int pool = ExternalIndex.poolOf(addressIndex, inside);
        int wanted = Endpoint.port(inside);
        return isAllocatable(pool, wanted) && index.isFree(pool, wanted) ? 0 : index.address(pool, start(inside));
    }

    /** Whether a port is one that {@link #choose} may give. */
    boolean isAllocatable(int pool, int port) {
        return !hasRange(pool) || (port >= minPort && port <= maxPort);
    }

    /** Whether the lane of a port is taken exactly if it has no free port to give; for tests. */
    boolean laneIsRight(int pool, int port) {
        int lane = lane(port);
        return lanes.isFree(pool, lane) == (freeInLine(pool, firstPort(lane), SAME_PARITY) != NONE);
    }

    /** The first free port of {@code start}, {@code start + step}, ...: to the end of its line, in the rest of the line, behind it; wrapping. */
    private int search(int pool, int start, int step) {
        int near = freeInLine(pool, start, step);
        if (near == NONE) { // before another line, which nobody has fetched: the ports of this one that are in front
            near = freeInLine(pool, (start & -LINE) | (start & (step - 1)), step);
        }
        if (near != NONE) {
            return near;
        }
        int following = ((start / LINE + 1) * 2) | (start & (step - 1));
        int lane = lanes.find(pool, following & (LANES - 1), step);
        return lane == NONE ? NONE : freeInLine(pool, step == SAME_PARITY ? firstPort(lane) : lane / 2 * LINE, step);
    }

    /** The first free port of {@code from}, {@code from + step}, ..., within the line, or {@link #NONE}. */
    private int freeInLine(int pool, int from, int step) {
        int lowest = hasRange(pool) ? minPort : 0;
        int highest = hasRange(pool) ? maxPort : ExternalIndex.PORTS - 1;
        int line = from & -LINE;
        long free = index.freeOfLine(pool, line);
        int start = Math.max(from, lowest);
        int port = step == SAME_PARITY
                ? firstFree(free, line, start + ((start ^ from) & 1))
                : Math.min(firstFree(free, line, start), firstFree(free, line, start + 1));
        return port <= highest ? port : NONE;
    }

    /** The first free port of {@code from}, {@code from + 2}, ..., within a line of which {@code free} tells; else one beyond all. */
    private static int firstFree(long free, int line, int from) {
        if (from >= line + LINE) {
            return Integer.MAX_VALUE;
        }
        int ofParity = (int) (free >>> ((from & 1) * Integer.SIZE));
        int left = ofParity & (-1 << ((from - line) / 2));
        return left == 0 ? Integer.MAX_VALUE : line + 2 * Integer.numberOfTrailingZeros(left) + (from & 1);
    }

    private void closeIfFull(int pool, int lane) {
        if (freeInLine(pool, firstPort(lane), SAME_PARITY) == NONE) {
            lanes.take(pool, lane);
        }
    }

    /** Takes the lanes that have no port of the range. */
    private void closeOutside(int pool) {
        for (int lane = 0; lane < LANES; lane++) {
            int first = firstPort(lane);
            int from = Math.max(first, minPort);
            if (from + ((from ^ first) & 1) > Math.min(first + LINE - SAME_PARITY, maxPort)) {
                lanes.take(pool, lane);
            }
        }
    }

    /** Where the search for an inside endpoint begins: its keyed hash, in the range of its port and, for UDP, of its parity. */
    private int start(long inside) {
        long hash = hash(inside ^ secret.getLong(0));
        int wanted = Endpoint.port(inside);
        int protocol = Endpoint.protocol(inside);
        if (protocol == Ipv4.PROTOCOL_ICMP) {
            return (int) (hash >>> 48);
        }
        boolean low = wanted < FIRST_HIGH_PORT ? minPort < FIRST_HIGH_PORT : maxPort < FIRST_HIGH_PORT;
        int from = low ? minPort : Math.max(minPort, FIRST_HIGH_PORT);
        int to = low ? Math.min(maxPort, FIRST_HIGH_PORT - 1) : maxPort;
        int start = from + (int) (((hash >>> 32) * (to - from + 1)) >>> 32);
        return protocol == Ipv4.PROTOCOL_UDP ? start ^ ((start ^ wanted) & 1) : start;
    }

    private static long hash(long keyed) {
        return (Math.unsignedMultiplyHigh(keyed, ODD) ^ (keyed * ODD)) * ODD;
    }

    private static boolean hasRange(int pool) {
        return pool % Endpoint.PROTOCOLS != Endpoint.protocolIndex(Ipv4.PROTOCOL_ICMP);
    }

    private static int lane(int port) {
        return (port / LINE * 2) | (port & 1);
    }

    private static int firstPort(int lane) {
        return (lane / 2 * LINE) | (lane & 1);
    }
}
