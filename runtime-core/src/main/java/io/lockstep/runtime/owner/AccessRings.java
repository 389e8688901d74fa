package io.lockstep.runtime.owner;

import java.util.ArrayList;
import java.util.List;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * The rings between workers and owners: one pair per worker and owner, each with room for all messages of a worker, so that an offer never fails.
 *
 * <pre>
 *   worker w ── request(w, o) ──► owner o
 *            ◄── reply(w, o) ────
 * </pre>
 */
public final class AccessRings {
    private final int owners;
    private final List<SpscVarHandleArrayQueue<AccessMessage>> requests = new ArrayList<>();
    private final List<SpscVarHandleArrayQueue<AccessMessage>> replies = new ArrayList<>();

    /** Makes all rings of a node. */
    public AccessRings(int workers, int owners, int inFlight) {
        this.owners = owners;
        for (int i = 0; i < workers * owners; i++) {
            requests.add(new SpscVarHandleArrayQueue<>(inFlight));
            replies.add(new SpscVarHandleArrayQueue<>(inFlight));
        }
    }

    /** The ring from a worker to an owner. */
    public SpscVarHandleArrayQueue<AccessMessage> request(int worker, int owner) {
        return requests.get(worker * owners + owner);
    }

    /** The ring from an owner back to a worker. */
    public SpscVarHandleArrayQueue<AccessMessage> reply(int worker, int owner) {
        return replies.get(worker * owners + owner);
    }
}
