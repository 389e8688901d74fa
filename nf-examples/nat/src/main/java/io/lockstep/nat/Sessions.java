package io.lockstep.nat;

import io.lockstep.nf.state.ExpiryListener;
import io.lockstep.nf.state.FlowTable;
import io.lockstep.nf.state.Regions;

/**
 * Which remote endpoints an inside endpoint has sent to: what filtering other than endpoint-independent asks for.
 *
 * <p>A session belongs to one life of one mapping (its generation), so that it cannot admit anybody to a later mapping of the
 * same endpoint; it lives as long as the mapping would live if nothing else refreshed it. State owner's thread only.
 */
final class Sessions {
    private static final ExpiryListener NOTHING_TO_GIVE_BACK = entry -> {};

    private final FlowTable table;
    private final boolean withPort;

    Sessions(Regions regions, NatConfig config) {
        this.table = FlowTable.create(regions, "sessions", config.maxSessions(), 0);
        this.withPort = config.filtering() == Filtering.ADDRESS_AND_PORT_DEPENDENT;
    }

    void seed(long seed) {
        table.seed(seed);
    }

    /** Notes that the inside endpoint has sent to {@code remote}; false when the table is full. */
    boolean open(long inside, int generation, long remote, long expiresAtNs) {
        long low = keyLow(generation, remote);
        int entry = table.find(inside, low);
        if (entry != FlowTable.NONE) {
            table.expiresAt(entry, expiresAtNs);
            return true;
        }
        return table.insert(inside, low, expiresAtNs) != FlowTable.NONE;
    }

    /** Whether {@code remote} may send to the inside endpoint. */
    boolean admits(long inside, int generation, long remote, long nowNs) {
        int entry = table.find(inside, keyLow(generation, remote));
        return entry != FlowTable.NONE && table.expiresAt(entry) > nowNs;
    }

    void sweep(long nowNs, int maxScanned) {
        table.sweep(nowNs, maxScanned, NOTHING_TO_GIVE_BACK);
    }

    /** Remote address, remote port if it counts, low half of the generation. An ICMP query has no remote port. */
    private long keyLow(int generation, long remote) {
        int port = withPort && Endpoint.protocolIndex(remote) != 2 ? Endpoint.port(remote) : 0;
        return Endpoint.of(Endpoint.address(remote), port, generation & 0xffff);
    }
}
