package io.lockstep.runtime.owner;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;
import io.lockstep.runtime.nf.HostedVariable;

/**
 * The message that travels between a worker and an owner: one access of one packet, and the packet's tags.
 *
 * <p>It is the packet's pooled context itself, so that an access allocates and copies nothing. Owned by the worker, except
 * between request ring and reply ring, where the owner has it; the rings order memory, so the fields are plain.
 */
public abstract class AccessRequest implements AccessContext {
    /** {@link #presentedSequence} of an access without a tag. */
    public static final long NO_SEQUENCE = -1;

    private final int worker;
    private final long[] tags;
    private int tagCount;
    private long presentedSequence;
    private HostedVariable<?> variable;
    private Access<?> operation;
    private Throwable failure;

    /** Makes a message of a worker with room for {@code maxAccesses} tags. */
    protected AccessRequest(int worker, int maxAccesses) {
        this.worker = worker;
        this.tags = new long[maxAccesses];
    }

    // ---------------------------------------------------------------- worker

    /** Worker: forgets the last input's tags. */
    protected final void resetAccesses() {
        tagCount = 0;
        if (failure != null) {
            failure = null;
        }
    }

    /** Worker: sets the access to run. */
    protected final void prepareAccess(HostedVariable<?> variable, Access<?> operation) {
        this.variable = variable;
        this.operation = operation;
    }

    /** Worker: the sequence number to run it under, or {@link #NO_SEQUENCE}. */
    public final void presentSequence(long sequence) {
        presentedSequence = sequence;
    }

    /** The variable of the access. */
    public final HostedVariable<?> variable() {
        return variable;
    }

    /** Tags in the order of the accesses. */
    public final long[] tags() {
        return tags;
    }

    /** Number of tags. */
    public final int tagCount() {
        return tagCount;
    }

    /** What the last access threw, or null. */
    public final Throwable failure() {
        return failure;
    }

    // ---------------------------------------------------------------- owner

    /** Index of the worker to reply to. */
    public final int worker() {
        return worker;
    }

    /** Backup: the recorded sequence number of this access, or {@link #NO_SEQUENCE}. */
    public final long presentedSequence() {
        return presentedSequence;
    }

    /** Adds a tag: the owner as it runs an access live, the worker as it reads a record. */
    public final void tag(long tag) {
        tags[tagCount++] = tag;
    }

    /** Owner: an address that the access will read, or 0. What it throws, the access itself may throw again. */
    @SuppressWarnings("unchecked")
    final long prefetch(int step) {
        try {
            return ((Access<Object>) operation).prefetch(((HostedVariable<Object>) variable).state(), this, step);
        } catch (Throwable e) {
            return 0;
        }
    }

    /** Owner: runs the access on its variable's state. What it throws is kept for the worker. */
    @SuppressWarnings("unchecked")
    final void run() {
        try {
            ((Access<Object>) operation).run(((HostedVariable<Object>) variable).state(), this);
        } catch (Throwable e) {
            failure = e;
        }
    }
}
