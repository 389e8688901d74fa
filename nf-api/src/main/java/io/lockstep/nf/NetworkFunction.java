package io.lockstep.nf;

/** One opened network function of a node: immutable configuration plus handles to its shared variables. */
public interface NetworkFunction extends AutoCloseable {
    /**
     * Makes the processor of one worker. Called once per worker before any packet. A processor is used by its worker's
     * thread only, so it may keep scratch objects, but nothing that one packet leaves for another.
     */
    PacketProcessor newProcessor();

    /** Called once when the node stops, after the last packet. */
    @Override
    default void close() {}
}
