package io.lockstep.runtime.worker;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.link.LinkFrames;
import io.lockstep.runtime.link.PortLink;

/**
 * Packets of one port that wait for their next hop's MAC address. A bounded queue in order of arrival: a packet leaves when its
 * hop is known, or is lost when it was not within {@link #TIMEOUT_NS}. Worker thread only.
 */
final class PendingPackets {
    static final int CAPACITY = 256;
    static final long TIMEOUT_NS = 3_000_000_000L;

    private static final long RETRY_NS = 250_000_000L;
    private static final long POLL_INTERVAL_NS = 200_000L;

    private final WorkerPort port;
    private final PortLink link;
    private final long[] handles = new long[CAPACITY];
    private final long[] addresses = new long[CAPACITY];
    private final long[] freshAddresses = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final int[] nextHops = new int[CAPACITY];
    private final long[] sinceNs = new long[CAPACITY];
    private final long[] askedNs = new long[CAPACITY];
    private int count;
    private long lastPollNs;

    PendingPackets(WorkerPort port, PortLink link) {
        this.port = port;
        this.link = link;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds a packet and asks for its hop unless an earlier one has. */
    void add(long handle, long address, int lengthBytes, long freshAddress, int nextHop, long nowNs) {
        if (count == CAPACITY) {
            port.lose(handle, freshAddress, Loss.NO_NEIGHBOUR);
            return;
        }
        boolean asked = false;
        for (int i = 0; i < count && !asked; i++) {
            asked = nextHops[i] == nextHop;
        }
        put(count++, handle, address, lengthBytes, freshAddress, nextHop, nowNs, nowNs);
        if (!asked) {
            port.sendRequest(nextHop);
        }
    }

    /** Sends those whose hop is known by now, gives up those that waited too long. */
    int poll(long nowNs) {
        if (nowNs - lastPollNs < POLL_INTERVAL_NS) {
            return 0;
        }
        lastPollNs = nowNs;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long mac = LinkFrames.lookup(link, nextHops[i], nowNs);
            if (mac >= 0) {
                port.sendTo(mac, handles[i], addresses[i], lengths[i], freshAddresses[i]);
            } else if (nowNs - sinceNs[i] > TIMEOUT_NS) {
                port.lose(handles[i], freshAddresses[i], Loss.NO_NEIGHBOUR);
            } else {
                keep(i, kept++, nowNs);
            }
        }
        int left = count - kept;
        count = kept;
        return left;
    }

    /** Loses all: the node may release nothing more. */
    void discard() {
        for (int i = 0; i < count; i++) {
            port.lose(handles[i], freshAddresses[i], Loss.DISCARDED);
        }
        count = 0;
    }

    private void keep(int from, int to, long nowNs) {
        boolean first = true;
        for (int i = 0; i < to && first; i++) {
            first = nextHops[i] != nextHops[from];
        }
        long asked = askedNs[from];
        if (first && nowNs - asked > RETRY_NS) {
            asked = nowNs;
            port.sendRequest(nextHops[from]);
        }
        put(
                to,
                handles[from],
                addresses[from],
                lengths[from],
                freshAddresses[from],
                nextHops[from],
                sinceNs[from],
                asked);
    }

    private void put(
            int i, long handle, long address, int length, long freshAddress, int nextHop, long since, long asked) {
        handles[i] = handle;
        addresses[i] = address;
        lengths[i] = length;
        freshAddresses[i] = freshAddress;
        nextHops[i] = nextHop;
        sinceNs[i] = since;
        askedNs[i] = asked;
    }
}
