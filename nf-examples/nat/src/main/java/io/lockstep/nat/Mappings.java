package io.lockstep.nat;

import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.state.ExpiryListener;
import io.lockstep.nf.state.FlowTable;
import io.lockstep.nf.state.Region;
import io.lockstep.nf.state.Regions;

/**
 * The endpoint-independent mappings: inside endpoint to external endpoint and back.
 *
 * <pre>
 *   inside endpoint ── FlowTable, by key ───────────────► entry ── value: external endpoint, TCP state, ...
 *   external endpoint ── ExternalIndex ─────────────────► entry ── key: inside endpoint
 * </pre>
 *
 * <p>An entry, its place in the index and its port in the pool come and go together. State owner's thread only; nothing
 * allocates.
 */
final class Mappings {
    /** No such mapping. */
    static final int NONE = FlowTable.NONE;
    /** {@link #create}: no room in the table. */
    static final int TABLE_FULL = -2;
    /** {@link #create}: no free external port. */
    static final int POOL_EMPTY = -3;

    private final FlowTable table;
    private final PortAllocator ports;
    private final TcpTracker tcp;
    private final ExternalIndex externalIndex;
    private final Region generations;
    private final AddressPairing pairing;
    private final int[] externalAddresses;
    private final Timeouts timeouts;
    private final ExpiryListener onExpiry = this::forget;

    Mappings(Regions regions, NatConfig config, AddressPairing pairing) {
        this.table = FlowTable.create(regions, "mappings", config.maxFlows(), MappingLayout.BYTES);
        this.tcp = new TcpTracker(table, config.timeouts());
        this.externalAddresses =
                config.externalAddresses().stream().mapToInt(Integer::intValue).toArray();
        this.externalIndex = new ExternalIndex(regions, externalAddresses.length);
        this.ports =
                new PortAllocator(regions, externalAddresses.length, config.minPort(), config.maxPort(), externalIndex);
        this.generations = regions.allocate("generation", Long.BYTES);
        this.pairing = pairing;
        this.timeouts = config.timeouts();
    }

    boolean isSeeded() {
        return table.isSeeded();
    }

    void seed(long tableSeed, long portSeed) {
        table.seed(tableSeed);
        ports.seed(portSeed);
    }

    /** The mapping of an inside endpoint, or {@link #NONE}. */
    int findInside(long inside) {
        return table.find(inside, 0);
    }

    /** As {@link #findInside(long)}, quicker where {@link #candidate} was right; it may be any number. */
    int findInside(long inside, int candidate) {
        return table.find(inside, 0, candidate);
    }

    /** What the index knows of an inside endpoint; the first step of a {@link io.lockstep.nf.Access#prefetch}. */
    int fingerprint(long inside) {
        return table.fingerprint(inside, 0);
    }

    /** Where {@link #findInside} will look into the index; {@link io.lockstep.nf.Access#prefetch}. */
    long prefetchIndex(int fingerprint) {
        return table.prefetchIndex(fingerprint);
    }

    /** The mapping that an inside endpoint most likely has, or {@link #NONE}. */
    int candidate(int fingerprint) {
        return table.candidate(fingerprint);
    }

    /** Where a mapping lies whose number is known; {@link io.lockstep.nf.Access#prefetch}. */
    long prefetch(int entry) {
        return table.prefetch(entry);
    }

    /** Where {@link #create} will look first whether it can keep the inside port; {@link io.lockstep.nf.Access#prefetch}. */
    long prefetchWanted(long inside) {
        return ports.prefetchWanted(pairing.addressIndexOf(Endpoint.address(inside)), inside);
    }

    /** Where {@link #create} will look for a port if it cannot, or 0; {@link io.lockstep.nf.Access#prefetch}. */
    long prefetchStart(long inside) {
        return ports.prefetchStart(pairing.addressIndexOf(Endpoint.address(inside)), inside);
    }

    /** Where {@link #findExternal} will look first; {@link io.lockstep.nf.Access#prefetch}. */
    long prefetchExternal(int addressIndex, long external) {
        return externalIndex.address(ExternalIndex.poolOf(addressIndex, external), Endpoint.port(external));
    }

    /** The mapping that has an external endpoint, expired or not, or {@link #NONE}. */
    int externalCandidate(int addressIndex, long external) {
        return externalIndex.entry(ExternalIndex.poolOf(addressIndex, external), Endpoint.port(external));
    }

    /** The mapping that owns an external endpoint and has not expired, or {@link #NONE}. */
    int findExternal(int addressIndex, long external, long nowNs) {
        int entry = externalCandidate(addressIndex, external);
        return entry >= 0 && table.expiresAt(entry) > nowNs ? entry : NONE;
    }

    /**
     * Makes the mapping of an inside endpoint that has none. Its life begins with {@link #outbound}, which must follow with the
     * same time.
     *
     * @return the entry, {@link #TABLE_FULL} or {@link #POOL_EMPTY}
     */
    int create(long inside, int insidePort, long nowNs) {
        if (table.size() == table.capacity()) {
            return TABLE_FULL;
        }
        int addressIndex = pairing.addressIndexOf(Endpoint.address(inside));
        for (int left = externalAddresses.length; left > 0; left--) {
            int port = ports.choose(addressIndex, inside);
            if (port != PortAllocator.NONE) {
                long external = Endpoint.of(externalAddresses[addressIndex], port, Endpoint.protocol(inside));
                return insert(inside, external, addressIndex, insidePort, nowNs);
            }
            addressIndex = addressIndex + 1 < externalAddresses.length ? addressIndex + 1 : 0;
        }
        return POOL_EMPTY;
    }

    /** Makes a mapping that never expires. The configuration has been checked: it is the first of both its endpoints. */
    void createStatic(StaticForward forward) {
        int entry = insert(
                forward.inside(), forward.external(), forward.addressIndex(), forward.insidePort(), FlowTable.NEVER);
        table.putLong(entry, MappingLayout.STATUS, renewed(entry, status(entry)));
    }

    /** Notes an outbound packet, which refreshes the mapping (RFC 4787, REQ-6). */
    void outbound(int entry, long remote, int tcpFlags, int insidePort, long nowNs) {
        long expiresAt = table.expiresAt(entry);
        long before = status(entry);
        long status = expiresAt > nowNs ? before : renewed(entry, before);
        status = MappingLayout.withInsidePort(status, insidePort);
        if (status != before) {
            table.putLong(entry, MappingLayout.STATUS, status);
        }
        if (expiresAt != FlowTable.NEVER) {
            table.expiresAt(entry, nowNs + outboundLifetime(entry, remote, tcpFlags));
        }
    }

    /** Notes an inbound packet, which may close a TCP connection and refreshes the mapping if {@code refresh} says so. */
    void inbound(int entry, long remote, int tcpFlags, boolean refresh, long nowNs) {
        int protocol = Endpoint.protocol(remote); // the mapping's
        long atMost = protocol == Ipv4.PROTOCOL_TCP ? tcp.inbound(entry, remote, tcpFlags) : Long.MAX_VALUE;
        long expiresAt = table.expiresAt(entry);
        if (expiresAt == FlowTable.NEVER) {
            return;
        }
        if (atMost != Long.MAX_VALUE) {
            table.expiresAt(entry, Math.min(expiresAt, nowNs + atMost));
        } else if (refresh) {
            table.expiresAt(entry, nowNs + lifetime(entry, protocol));
        }
    }

    long inside(int entry) {
        return table.keyHigh(entry);
    }

    long external(int entry) {
        return table.getLong(entry, MappingLayout.EXTERNAL);
    }

    int insidePort(int entry) {
        return MappingLayout.insidePort(status(entry));
    }

    /** Index of the external address. */
    int addressIndex(int entry) {
        return MappingLayout.addressIndex(status(entry));
    }

    int generation(int entry) {
        return MappingLayout.generation(status(entry));
    }

    long expiresAt(int entry) {
        return table.expiresAt(entry);
    }

    boolean isStatic(int entry) {
        return table.expiresAt(entry) == FlowTable.NEVER;
    }

    /** The external address that an inside address is paired with. */
    int pairedAddress(int insideAddress) {
        return externalAddresses[pairing.addressIndexOf(insideAddress)];
    }

    void sweep(long nowNs, int maxScanned) {
        table.sweep(nowNs, maxScanned, onExpiry);
    }

    int size() {
        return table.size();
    }

    /** The table itself, for tests to look into. */
    FlowTable table() {
        return table;
    }

    /** The port pools, for tests to look into. */
    PortAllocator ports() {
        return ports;
    }

    private int insert(long inside, long external, int addressIndex, int insidePort, long expiresAtNs) {
        int entry = table.insert(inside, 0, expiresAtNs);
        table.putLong(entry, MappingLayout.EXTERNAL, external);
        table.putLong(entry, MappingLayout.STATUS, MappingLayout.status(addressIndex, insidePort));
        ports.take(addressIndex, external, entry);
        return entry;
    }

    /** Begins the mapping's life, also that of one that expired, but was used again before the sweep came by; returns its status. */
    private long renewed(int entry, long status) {
        long generation = generations.getLong(0) + 1;
        generations.putLong(0, generation);
        table.putLong(entry, MappingLayout.REMOTE, 0);
        return MappingLayout.reborn(status, generation);
    }

    /** Before an entry is removed. */
    private void forget(int entry) {
        ports.release(addressIndex(entry), external(entry));
    }

    private long status(int entry) {
        return table.getLong(entry, MappingLayout.STATUS);
    }

    private long outboundLifetime(int entry, long remote, int tcpFlags) {
        int protocol = Endpoint.protocol(remote); // the mapping's
        return protocol == Ipv4.PROTOCOL_TCP ? tcp.outbound(entry, remote, tcpFlags) : lifetime(entry, protocol);
    }

    private long lifetime(int entry, int protocol) {
        return switch (protocol) {
            case Ipv4.PROTOCOL_TCP -> tcp.lifetime(entry);
            case Ipv4.PROTOCOL_UDP -> timeouts.udpNs();
            default -> timeouts.icmpNs();
        };
    }
}
