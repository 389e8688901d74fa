package io.lockstep.runtime.link;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Which MAC address answers for which IPv4 address on one port: the ARP cache, shared by all workers.
 *
 * <p>Readers see an immutable table (but for its time stamps, which may be a moment old). A new or changed entry copies the table
 * and swaps it in; that is rare, so the hot path neither locks nor allocates. Bounded to {@link #MAX_ENTRIES}: when full, entries
 * not confirmed for {@link #EXPIRY_NS} make room, else the new one is not learnt.
 */
final class Neighbours {
    /** Most entries of a port. */
    static final int MAX_ENTRIES = 4096;
    /** An entry not confirmed for so long is asked for again while it stays in use. */
    static final long REFRESH_NS = 30_000_000_000L;
    /** An entry not confirmed for so long is no longer used. */
    static final long EXPIRY_NS = 120_000_000_000L;
    /** What {@link #lookup} returns when the address is unknown. */
    static final long UNKNOWN = -1;
    /** Bit that {@link #resolve} sets above the MAC address when it should be asked for again. */
    static final long ASK_AGAIN = 1L << 48;

    private static final long REQUEST_INTERVAL_NS = 1_000_000_000L;

    private final AtomicReference<Table> current = new AtomicReference<>(new Table(16));

    /** The MAC address for an IPv4 address, or {@link #UNKNOWN}. */
    long lookup(int address, long nowNs) {
        Table table = current.get();
        int slot = table.find(address);
        return slot >= 0 && nowNs - table.confirmedNs[slot] < EXPIRY_NS ? table.macs[slot] : UNKNOWN;
    }

    /**
     * As {@link #lookup} for a packet that leaves now: an entry in use that should be confirmed comes with {@link #ASK_AGAIN}, at most
     * once a second.
     */
    long resolve(int address, long nowNs) {
        Table table = current.get();
        int slot = table.find(address);
        if (slot < 0) {
            return UNKNOWN;
        }
        long ageNs = nowNs - table.confirmedNs[slot];
        return ageNs < REFRESH_NS ? table.macs[slot] : resolveOld(table, slot, ageNs, nowNs);
    }

    private static long resolveOld(Table table, int slot, long ageNs, long nowNs) {
        if (ageNs >= EXPIRY_NS) {
            return UNKNOWN;
        }
        if (nowNs - table.requestedNs[slot] < REQUEST_INTERVAL_NS) {
            return table.macs[slot];
        }
        table.requestedNs[slot] = nowNs;
        return table.macs[slot] | ASK_AGAIN;
    }

    /** Whether the address has an entry. */
    boolean contains(int address) {
        return current.get().find(address) >= 0;
    }

    /** Number of entries. */
    int size() {
        return current.get().size;
    }

    /** Takes a mapping in, or confirms it. Any worker. */
    void learn(int address, long mac, long nowNs) {
        while (true) {
            Table table = current.get();
            int slot = table.find(address);
            if (slot >= 0 && table.macs[slot] == mac) {
                table.confirmedNs[slot] = nowNs;
                return;
            }
            Table next = table.with(address, mac, nowNs);
            if (next == null || current.compareAndSet(table, next)) {
                return;
            }
        }
    }

    /** Open addressing with linear probing, at most half full. */
    private static final class Table {
        final int[] addresses;
        final long[] macs;
        final long[] confirmedNs;
        final long[] requestedNs;
        int size;

        Table(int slots) {
            addresses = new int[slots];
            macs = new long[slots];
            confirmedNs = new long[slots];
            requestedNs = new long[slots];
        }

        /** The slot of an address, or {@code -1 - free slot}. Address 0 marks a free slot. */
        int find(int address) {
            int mask = addresses.length - 1;
            int slot = ((address * 0x9e3779b9) >>> 16) & mask;
            while (addresses[slot] != 0) {
                if (addresses[slot] == address) {
                    return slot;
                }
                slot = (slot + 1) & mask;
            }
            return -1 - slot;
        }

        Table with(int address, long mac, long nowNs) {
            boolean present = find(address) >= 0;
            boolean full = !present && size >= MAX_ENTRIES;
            Table next = new Table(2 * (size + 1) > addresses.length ? 2 * addresses.length : addresses.length);
            for (int i = 0; i < addresses.length; i++) {
                boolean expired = full && nowNs - confirmedNs[i] >= EXPIRY_NS;
                if (addresses[i] != 0 && addresses[i] != address && !expired) {
                    next.put(addresses[i], macs[i], confirmedNs[i]);
                }
            }
            if (next.size >= MAX_ENTRIES) {
                return null;
            }
            next.put(address, mac, nowNs);
            return next;
        }

        private void put(int address, long mac, long nowNs) {
            int slot = -1 - find(address);
            addresses[slot] = address;
            macs[slot] = mac;
            confirmedNs[slot] = nowNs;
            requestedNs[slot] = nowNs;
            size++;
        }
    }
}
