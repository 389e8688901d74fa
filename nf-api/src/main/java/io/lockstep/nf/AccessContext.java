package io.lockstep.nf;

/** What an access sees of the packet that makes it: its time, its randomness and its value slots. */
public interface AccessContext {
    /** Number of value slots. */
    int SLOTS = 12;

    /**
     * The packet's receive time in nanoseconds since the epoch, from the record: the same on both nodes. It never runs
     * backwards on one worker. Accesses of different workers may arrive at an owner slightly out of time order: state that
     * needs a clock keeps the largest time it has seen.
     */
    long now();

    /**
     * The next number of this packet's random sequence: the same on both nodes. Unpredictable to a sender who does not
     * know the pair's secret, but not meant for keys.
     */
    long random();

    /** Reads a value slot. What a slot holds before the network function has written it is undefined. */
    long value(int slot);

    /** Writes a value slot, 0 to {@link #SLOTS} - 1. */
    void value(int slot, long value);
}
