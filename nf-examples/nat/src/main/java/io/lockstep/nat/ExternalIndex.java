package io.lockstep.nat;

import io.lockstep.nf.state.Region;
import io.lockstep.nf.state.Regions;

/**
 * External endpoint to mapping, and thereby which external ports are free. A pool is the ports of one external address and protocol.
 *
 * <pre>
 *   [pool][port], an int each: entry + 1, or 0 where the port is free
 * </pre>
 *
 * <p>{@link #LINE_PORTS} neighbours share a cache line, which is all that opening a mapping touches here. State owner's thread only.
 */
final class ExternalIndex {
    /** No mapping has the endpoint. */
    static final int NONE = -1;
    /** Ports in each pool. */
    static final int PORTS = 1 << 16;
    /** Ports that share a cache line, the first of them a multiple of it. */
    static final int LINE_PORTS = 64 / Integer.BYTES;

    private static final long HIGHEST_BITS = 0x8000_0000_8000_0000L;
    private static final long LOWEST_BITS = 0x0000_0001_0000_0001L;

    private final Region region;

    ExternalIndex(Regions regions, int externalAddresses) {
        this.region = regions.allocate(
                "external-index", (long) externalAddresses * Endpoint.PROTOCOLS * PORTS * Integer.BYTES);
    }

    /** The pool of an address and a protocol. */
    static int pool(int addressIndex, int protocolIndex) {
        return addressIndex * Endpoint.PROTOCOLS + protocolIndex;
    }

    /** The pool of an external endpoint at the address with the given index. */
    static int poolOf(int addressIndex, long external) {
        return pool(addressIndex, Endpoint.protocolIndex(external));
    }

    /** The mapping that has a port, or {@link #NONE}. */
    int entry(int pool, int port) {
        return region.getInt(offset(pool, port)) - 1;
    }

    boolean isFree(int pool, int port) {
        return entry(pool, port) == NONE;
    }

    /**
     * Which ports of a line are free, without a branch: bit i says so of the line's port 2 i, bit 32 + i of port 2 i + 1.
     *
     * @param port any of the line
     */
    long freeOfLine(int pool, int port) {
        long line = offset(pool, port & -LINE_PORTS);
        long free = 0;
        for (int pair = 0; pair < LINE_PORTS / 2; pair++) {
            // Two ints at once, neither negative: with the highest bit set, taking 1 away clears it of a 0 only.
            long taken = (region.getLong(line + (long) pair * Long.BYTES) | HIGHEST_BITS) - LOWEST_BITS;
            free |= (~taken & HIGHEST_BITS) >>> (Integer.SIZE - 1 - pair);
        }
        return free;
    }

    /** Gives a free port to a mapping. */
    void put(int pool, int port, int entry) {
        assert isFree(pool, port) : "port " + port + " of pool " + pool + " is not free";
        region.putInt(offset(pool, port), entry + 1);
    }

    /** Frees a port. */
    void clear(int pool, int port) {
        assert !isFree(pool, port) : "port " + port + " of pool " + pool + " is free already";
        region.putInt(offset(pool, port), 0);
    }

    /** Where a port's mapping is noted; {@link io.lockstep.nf.Access#prefetch}. */
    long address(int pool, int port) {
        return region.address(offset(pool, port));
    }

    private static long offset(int pool, int port) {
        return ((long) pool << 16 | port) << 2;
    }
}
