package io.lockstep.runtime.replication;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The life of one primary's state, from an empty start to its end. A primary opens a session when it starts; the backup binds
 * itself to it with the first record stream and to no other, because its state continues that one history.
 *
 * <p>Written once; read by channels and workers on any thread.
 */
public final class PairSession {
    private final UUID nodeId;
    private final AtomicReference<Bound> bound = new AtomicReference<>();

    /**
     * A session and its secret.
     *
     * @param sessionId drawn by the primary when it started
     * @param secret seeds the random numbers of all packets of the session
     */
    public record Bound(UUID sessionId, long secret) {}

    /** Makes an unbound session. */
    public PairSession(UUID nodeId) {
        this.nodeId = nodeId;
    }

    /** This process's identity, drawn when it started. */
    public UUID nodeId() {
        return nodeId;
    }

    /** The session, or null while the node has none. */
    public Bound get() {
        return bound.get();
    }

    /** Binds the node to a session; false when it is already bound to another. */
    public boolean bind(Bound session) {
        return bound.compareAndSet(null, session) || session.equals(bound.get());
    }
}
