package io.lockstep.runtime.worker;

import io.lockstep.runtime.port.PacketBurst;

/**
 * Neighbours in a received burst that leave by one port, and as they came: they are sent from where they lie, with one call, and their
 * inputs end together. Worker thread only.
 *
 * <p>An open run holds the inputs from its first one up to the one that is being run; {@link #flush} sends them and closes it. Whoever sends
 * anything else meanwhile has to do that before, so that packets keep their order.
 */
final class OutputRun {
    private static final long CLOSED = Long.MAX_VALUE;

    private final PacketBurst burst;
    private final WorkerPort[] ports;
    private final CompletionWindow window;
    private int port;
    private int firstPlace;
    private long firstOrdinal = CLOSED;

    OutputRun(PacketBurst burst, WorkerPort[] ports, CompletionWindow window) {
        this.burst = burst;
        this.ports = ports;
        this.window = window;
    }

    /** Begins with the packet in a place of the burst, the {@code ordinal}-th input, which leaves by {@code exit}. */
    void open(int place, long ordinal, int exit) {
        firstPlace = place;
        firstOrdinal = ordinal;
        port = exit;
    }

    /** Sends the packets of the inputs in front of {@code ordinal}, if a run is open, and closes it. */
    void flush(long ordinal) {
        if (ordinal > firstOrdinal) {
            int count = (int) (ordinal - firstOrdinal);
            ports[port].send(burst, firstPlace, count);
            window.end(firstOrdinal, count);
        }
        firstOrdinal = CLOSED;
    }
}
