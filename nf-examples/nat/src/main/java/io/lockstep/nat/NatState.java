package io.lockstep.nat;

import io.lockstep.nf.AccessContext;
import io.lockstep.nf.state.Regions;
import io.lockstep.nf.state.TokenBuckets;
import java.util.List;

/**
 * The NAT's shared variable: everything that outlives a packet. {@link NatAccesses} are the operations on it.
 *
 * <p>State owner's thread only. All mutable content is in regions; the fields are final.
 */
final class NatState {
    /** How often {@link #sweep} runs. */
    static final int SWEEP_INTERVAL_MS = 10;

    /** The sweeps pass every entry in this many firings (10 s), but look at no more than {@link #MAX_SCANNED} in one. */
    private static final int SWEEP_FIRINGS = 1_000;

    private static final int MIN_SCANNED = 64;
    private static final int MAX_SCANNED = 4_096;

    private final Mappings mappings;
    private final Sessions sessions;
    private final Fragments fragments;
    private final TokenBuckets errorBudget;
    private final List<StaticForward> statics;
    private final boolean inboundRefresh;
    private final int outsidePort;
    private final int mappingsScanned;
    private final int sessionsScanned;
    private final int fragmentsScanned;

    NatState(Regions regions, NatConfig config) {
        AddressPairing pairing = new AddressPairing(config.externalAddresses().size(), config.statics());
        mappings = new Mappings(regions, config, pairing);
        sessions = config.filtering() == Filtering.ENDPOINT_INDEPENDENT ? null : new Sessions(regions, config);
        fragments = new Fragments(regions, config.maxFragments());
        errorBudget = errorBudget(regions, config.icmpErrorsPerSecond());
        statics = config.statics();
        inboundRefresh = config.inboundRefresh();
        outsidePort = config.outside().index();
        mappingsScanned = scanned(config.maxFlows());
        sessionsScanned = scanned(config.maxSessions());
        fragmentsScanned = scanned(config.maxFragments());
    }

    Mappings mappings() {
        return mappings;
    }

    Fragments fragments() {
        return fragments;
    }

    int outsidePort() {
        return outsidePort;
    }

    boolean inboundRefresh() {
        return inboundRefresh;
    }

    /**
     * Keys the hash tables and makes the static mappings, once, before the first of any: the seed must come from a record, so
     * that both nodes have the same, and there is none when the state is made.
     */
    void prepare(AccessContext context) {
        if (!mappings.isSeeded()) {
            mappings.seed(context.random(), context.random());
            fragments.seed(context.random());
            if (sessions != null) {
                sessions.seed(context.random());
            }
            for (int i = 0; i < statics.size(); i++) {
                mappings.createStatic(statics.get(i));
            }
        }
    }

    /** Lets {@code remote} answer the mapping's inside endpoint; false when the session table is full. */
    boolean openSession(int entry, long remote) {
        return sessions == null
                || mappings.isStatic(entry)
                || sessions.open(mappings.inside(entry), mappings.generation(entry), remote, mappings.expiresAt(entry));
    }

    /** Whether {@code remote} may send to the mapping's inside endpoint. A static forward is open to all. */
    boolean admits(int entry, long remote, long nowNs) {
        return sessions == null
                || mappings.isStatic(entry)
                || sessions.admits(mappings.inside(entry), mappings.generation(entry), remote, nowNs);
    }

    /** Whether the rate allows one more ICMP error of the NAT's own making. */
    boolean takeErrorBudget(long nowNs) {
        return errorBudget != null && errorBudget.tryTake(0, 1, nowNs);
    }

    /** Removes some of what has expired: bounded work. */
    void sweep(long nowNs) {
        mappings.sweep(nowNs, mappingsScanned);
        fragments.sweep(nowNs, fragmentsScanned);
        if (sessions != null) {
            sessions.sweep(nowNs, sessionsScanned);
        }
    }

    /** A tenth of a second's errors may come at once: a traceroute sends three probes per hop back to back. */
    private static TokenBuckets errorBudget(Regions regions, int perSecond) {
        int burst = Math.max(perSecond / 10, 10);
        return perSecond == 0 ? null : TokenBuckets.create(regions, "icmp-errors", 1, perSecond, burst);
    }

    private static int scanned(int capacity) {
        return Math.clamp(capacity / SWEEP_FIRINGS + 1, MIN_SCANNED, MAX_SCANNED);
    }
}
