package io.lockstep.runtime.port;

/** One receive and one transmit queue of a port, owned by one worker. Calls never block and are made once per burst. */
public interface PortQueue {
    /**
     * Receives up to {@code limit} packets into the places from 0 on. The buffers are the caller's from now on.
     *
     * @return number received
     */
    int receive(PacketBurst burst, int limit);

    /**
     * Hands packets to the port, which sends them and then frees the buffers.
     *
     * @return number accepted, counted from {@code offset}; the rest stay the caller's
     */
    int transmit(PacketBurst burst, int offset, int count);

    /**
     * The same for packets that {@link #receive} has put there, and whose addresses and lengths nobody has changed since: only their
     * bytes.
     */
    default int transmitReceived(PacketBurst burst, int offset, int count) {
        return transmit(burst, offset, count);
    }
}
