package io.lockstep.runtime.counters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counters of one worker. Only the worker writes, so that no increment needs an atomic instruction; anyone may read and sees a
 * value that was true a moment ago.
 *
 * <p>Shape: records streamed, inputs done, records replayed, polls left out, received and released packets per port, then one counter per loss reason
 * ({@link Loss} first, the network functions' own behind).
 */
public final class WorkerCounters {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_PORT = 4;

    private final int ports;
    private final int firstReason;
    private final long[] values;

    /** Makes zeroed counters. */
    public WorkerCounters(int ports, int reasons) {
        this.ports = ports;
        this.firstReason = FIRST_PORT + 2 * ports;
        this.values = new long[firstReason + reasons];
    }

    /** Worker: packets received from a port and taken for the chain. */
    public void received(int port, long count) {
        add(FIRST_PORT + port, count);
    }

    /** Worker: packets that a port accepted for sending. */
    public void released(int port, long count) {
        add(FIRST_PORT + ports + port, count);
    }

    /** Worker: one packet lost by the runtime. */
    public void lost(Loss loss) {
        add(firstReason + loss.ordinal(), 1);
    }

    /** Worker: packets lost by the runtime. */
    public void lost(Loss loss, long count) {
        add(firstReason + loss.ordinal(), count);
    }

    /** Worker: one packet lost under a reason by its index. */
    public void lostByIndex(int reason) {
        add(firstReason + reason, 1);
    }

    /** Worker: one record committed to the replication log. */
    public void streamed() {
        add(0, 1);
    }

    /** Worker: one input consumed without output, such as an answered ping or a timer. */
    public void done() {
        add(1, 1);
    }

    /** Worker: one record replayed. */
    public void replayed() {
        add(2, 1);
    }

    /** Worker: one poll left out because the held output leaves no room for more. */
    public void heldBack() {
        add(3, 1);
    }

    /** Records committed to the log. */
    public long streamedTotal() {
        return get(0);
    }

    /** Inputs consumed. */
    public long doneTotal() {
        return get(1);
    }

    /** Records replayed. */
    public long replayedTotal() {
        return get(2);
    }

    /** Polls left out because the held output left no room. */
    public long heldBackTotal() {
        return get(3);
    }

    /** Packets received from a port. */
    public long receivedTotal(int port) {
        return get(FIRST_PORT + port);
    }

    /** Packets received from all ports. */
    public long receivedTotal() {
        long sum = 0;
        for (int port = 0; port < ports; port++) {
            sum += receivedTotal(port);
        }
        return sum;
    }

    /** Packets sent by a port. */
    public long releasedTotal(int port) {
        return get(FIRST_PORT + ports + port);
    }

    /** Packets lost under a reason by its index. */
    public long lostTotal(int reason) {
        return get(firstReason + reason);
    }

    private void add(int index, long count) {
        ELEMENT.setOpaque(values, index, values[index] + count);
    }

    private long get(int index) {
        return (long) ELEMENT.getOpaque(values, index);
    }
}
