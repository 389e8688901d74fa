package io.lockstep.runtime.role;

/**
 * Where a node's epochs outlive it. Saving must not block the conductor, whose thread may be the worker's too: it asks, and looks
 * again in a later duty cycle.
 */
public interface EpochStore extends AutoCloseable {
    /** What an earlier life of the node has left. Fixed from the start. */
    StoredEpochs loaded();

    /** Asks that these are made durable; returns at once. The last one asked for counts. Conductor thread. */
    void save(StoredEpochs epochs);

    /** What is durable. Any thread. */
    StoredEpochs saved();

    /**
     * Whether anything that was asked for is still to be written. What {@link #saved} says counts only when nothing is: an older wish
     * of the same value may have come true, and one in between may still undo it. Any thread.
     */
    boolean isBusy();

    /** Why the last save failed, as a sentence that names where and what to do; null when it has not. Any thread. */
    String problem();

    /** Waits for the last save. All agents have stopped. */
    @Override
    void close();
}
