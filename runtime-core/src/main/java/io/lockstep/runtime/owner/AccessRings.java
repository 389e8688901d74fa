package io.lockstep.runtime.owner;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of all workers, and the rings between workers and owners that they travel on: one pair per worker and owner.
 *
 * <pre>
 *   worker w ── request(w, o) ──► owner o
 *            ◄── reply(w, o) ────
 * </pre>
 */
public final class AccessRings implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final int owners;
    private final List<AccessMessage[]> messages = new ArrayList<>();
    private final List<AccessRing> requests = new ArrayList<>();
    private final List<AccessRing> replies = new ArrayList<>();

    /** Makes all messages and rings of a node; {@code inFlight} is how many messages a worker has. */
    public AccessRings(int workers, int owners, int inFlight) {
        this.owners = owners;
        for (int worker = 0; worker < workers; worker++) {
            messages.add(AccessMessage.create(worker, inFlight, arena));
            for (int owner = 0; owner < owners; owner++) {
                requests.add(new AccessRing(inFlight));
                replies.add(new AccessRing(inFlight));
            }
        }
    }

    /** The messages of a worker, by number. */
    public AccessMessage[] messages(int worker) {
        return messages.get(worker);
    }

    /** The ring from a worker to an owner. */
    public AccessRing request(int worker, int owner) {
        return requests.get(worker * owners + owner);
    }

    /** The ring from an owner back to a worker. */
    public AccessRing reply(int worker, int owner) {
        return replies.get(worker * owners + owner);
    }

    /** Frees the messages. All workers and owners have stopped. */
    @Override
    public void close() {
        arena.close();
    }
}
