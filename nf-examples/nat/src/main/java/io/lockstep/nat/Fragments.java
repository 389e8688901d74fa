package io.lockstep.nat;

import io.lockstep.nf.state.ExpiryListener;
import io.lockstep.nf.state.FlowTable;
import io.lockstep.nf.state.Regions;

/**
 * How the packets whose first fragment has been translated go on: later fragments have no ports to look up.
 *
 * <p>Keyed by what fragments of one packet share: source, destination, identification and protocol (RFC 791, section 3.2). An
 * entry goes when all bytes of the packet have passed, else after two seconds (the FRAGMENT_MIN of RFC 6146, section 4).
 * State owner's thread only.
 */
final class Fragments {
    static final int NONE = FlowTable.NONE;

    private static final long LIFETIME_NS = 2_000_000_000L;

    /** Value: addresses to write (source high, destination low), bytes seen, bytes in all or 0, egress port. */
    private static final int ADDRESSES = 0;

    private static final int SEEN = 8;
    private static final int TOTAL = 12;
    private static final int EGRESS = 16;
    private static final int VALUE_BYTES = 20;

    private static final ExpiryListener NOTHING_TO_GIVE_BACK = entry -> {};

    private final FlowTable table;

    Fragments(Regions regions, int capacity) {
        this.table = FlowTable.create(regions, "fragments", capacity, VALUE_BYTES);
    }

    void seed(long seed) {
        table.seed(seed);
    }

    /** Key, high half. */
    static long keyHigh(int source, int destination) {
        return (long) source << 32 | (destination & 0xffff_ffffL);
    }

    /** Key, low half. */
    static long keyLow(int identification, int protocol) {
        return (long) identification << 8 | protocol;
    }

    /** Place of a fragment: bytes before it, bytes in it, whether it is the last. */
    static long extent(int offsetBytes, int lengthBytes, boolean last) {
        return (long) offsetBytes << 32 | (long) lengthBytes << 1 | (last ? 1 : 0);
    }

    /** Notes the way of a packet whose first fragment it is; false when the table is full. */
    boolean open(long keyHigh, long keyLow, long extent, int source, int destination, int egressPort, long nowNs) {
        int entry = table.find(keyHigh, keyLow);
        if (entry == NONE) {
            entry = table.insert(keyHigh, keyLow, nowNs + LIFETIME_NS);
            if (entry == NONE) {
                return false;
            }
        }
        table.expiresAt(entry, nowNs + LIFETIME_NS);
        table.putLong(entry, ADDRESSES, keyHigh(source, destination));
        table.putInt(entry, SEEN, lengthBytes(extent));
        table.putInt(entry, TOTAL, 0);
        table.putByte(entry, EGRESS, egressPort);
        return true;
    }

    /** The entry of a later fragment, or {@link #NONE}. */
    int find(long keyHigh, long keyLow, long nowNs) {
        int entry = table.find(keyHigh, keyLow);
        return entry != NONE && table.expiresAt(entry) > nowNs ? entry : NONE;
    }

    int source(int entry) {
        return (int) (table.getLong(entry, ADDRESSES) >>> 32);
    }

    int destination(int entry) {
        return (int) table.getLong(entry, ADDRESSES);
    }

    int egressPort(int entry) {
        return table.getByte(entry, EGRESS) & 0xff;
    }

    /** Counts a later fragment; with the last missing byte the entry is gone. */
    void passed(int entry, long extent) {
        int seen = table.getInt(entry, SEEN) + lengthBytes(extent);
        int total = (extent & 1) != 0 ? (int) (extent >>> 32) + lengthBytes(extent) : table.getInt(entry, TOTAL);
        if (total != 0 && seen >= total) {
            table.remove(entry);
        } else {
            table.putInt(entry, SEEN, seen);
            table.putInt(entry, TOTAL, total);
        }
    }

    void sweep(long nowNs, int maxScanned) {
        table.sweep(nowNs, maxScanned, NOTHING_TO_GIVE_BACK);
    }

    int size() {
        return table.size();
    }

    private static int lengthBytes(long extent) {
        return (int) (extent >>> 1) & 0xffff;
    }
}
