package io.lockstep.runtime.owner;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Tells owners during a promotion that no worker can bring a missing sequence number any more: each has started all the records
 * it may and waits for owners only. Written by workers, one place each; read by owners.
 */
public final class DrainBarrier {
    private final AtomicIntegerArray blocked;

    /** Makes a barrier that holds. */
    public DrainBarrier(int workers) {
        this.blocked = new AtomicIntegerArray(workers);
    }

    /** Worker: whether it only waits for owners. */
    public void blocked(int worker, boolean value) {
        blocked.setRelease(worker, value ? 1 : 0);
    }

    /** Owner: whether all workers only wait. */
    boolean allBlocked() {
        for (int i = 0; i < blocked.length(); i++) {
            if (blocked.getAcquire(i) == 0) {
                return false;
            }
        }
        return true;
    }
}
