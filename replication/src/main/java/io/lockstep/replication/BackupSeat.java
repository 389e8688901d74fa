package io.lockstep.replication;

import java.util.UUID;

/**
 * The one backup that a primary has, agreed on by the channels of all its workers: without it two backups that dial at the
 * same time could each get hold of some of the channels and neither could ever replay.
 *
 * <p>One instance per node, shared by its channels. Asked at attach, detach and first acknowledgement only, so a lock is fine.
 *
 * <pre>
 *   EMPTY ── enter(B) ──► TAKEN by B ── all channels left, nothing executed ──► EMPTY
 *                             │
 *                             └─ executed ──► KEPT for B, for the rest of the session: another backup would lack what B has executed
 * </pre>
 */
public final class BackupSeat {
    private UUID holder;
    private int attachedChannels;
    private boolean kept;

    /** What became of a wish to enter. */
    public enum Entry {
        /** The node has the seat. */
        ENTERED,
        /** Another node sits there, connected on this or another worker's channel. */
        TAKEN,
        /** Another node has executed records and is away; only it can come back. */
        KEPT
    }

    /** A channel asks for its backup. Each {@link Entry#ENTERED} is answered by one {@link #leave}. */
    public synchronized Entry enter(UUID nodeId) {
        if (holder != null && !holder.equals(nodeId)) {
            return attachedChannels > 0 ? Entry.TAKEN : Entry.KEPT;
        }
        holder = nodeId;
        attachedChannels++;
        return Entry.ENTERED;
    }

    /** The holder has been sent records of this session and may have executed them. */
    public synchronized void executed() {
        kept = true;
    }

    /** A channel has lost its backup. */
    public synchronized void leave() {
        if (attachedChannels == 0) {
            throw new IllegalStateException("a channel leaves a seat that nobody has entered");
        }
        attachedChannels--;
        if (attachedChannels == 0 && !kept) {
            holder = null;
        }
    }
}
