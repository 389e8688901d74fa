package io.lockstep.runtime.counters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counters of one worker. Only the worker writes, so that no increment needs an atomic instruction; anyone may read and sees a
 * value that was true a moment ago.
 *
 * <p>Shape: eight figures of the worker, received and released packets per port, then one counter per loss reason ({@link Loss}
 * first, the network functions' own behind).
 *
 * <p>They add up. Once nothing is in flight, held or queued, of what a worker has taken since it was made:
 *
 * <pre>
 *   received + timers + replayed + emitted = released + done + left + lost
 * </pre>
 *
 * <p>where <i>lost</i> leaves out the reasons that {@link Loss#countsElsewhere} names.
 */
public final class WorkerCounters {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STREAMED = 0;
    private static final int DONE = 1;
    private static final int REPLAYED = 2;
    private static final int HELD_BACK = 3;
    private static final int TIMERS = 4;
    private static final int EMITTED = 5;
    private static final int LEFT = 6;
    private static final int FIRST_PORT = 8;

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
        add(STREAMED, 1);
    }

    /** Worker: one input consumed without output, such as an answered ping or a timer. */
    public void done() {
        add(DONE, 1);
    }

    /** Worker: one record replayed. */
    public void replayed() {
        add(REPLAYED, 1);
    }

    /** Worker: one poll left out because the held output leaves no room for more. */
    public void heldBack() {
        add(HELD_BACK, 1);
    }

    /** Worker: one timer fired here. */
    public void timer() {
        add(TIMERS, 1);
    }

    /** Worker: one packet of a network function's own making was given out. */
    public void emitted() {
        add(EMITTED, 1);
    }

    /** Worker: one packet is the other node's to release. */
    public void left() {
        add(LEFT, 1);
    }

    /** Timers that fired on this node; replayed ones left out. */
    public long timersTotal() {
        return get(TIMERS);
    }

    /** Packets of the network functions' own making. */
    public long emittedTotal() {
        return get(EMITTED);
    }

    /** Packets that were the other node's to release. */
    public long leftTotal() {
        return get(LEFT);
    }

    /** Records committed to the log. */
    public long streamedTotal() {
        return get(STREAMED);
    }

    /** Inputs consumed. */
    public long doneTotal() {
        return get(DONE);
    }

    /** Records replayed. */
    public long replayedTotal() {
        return get(REPLAYED);
    }

    /** Polls left out because the held output left no room. */
    public long heldBackTotal() {
        return get(HELD_BACK);
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
