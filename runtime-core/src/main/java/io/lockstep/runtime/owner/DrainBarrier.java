package io.lockstep.runtime.owner;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Tells owners during a promotion that no missing sequence number can come any more: no worker may start another record, and
 * all that are in flight are parked at owners, each behind a number that none of them carries.
 *
 * <p>Workers and owners write one place each; owners read. Why a look at places that others change is enough: a worker that
 * waits can only finish inputs, so its number is never too low; it takes the number back before it starts one. An owner
 * that does not drain yet says 0; one that does says 0 before it runs what was parked, and how many are left once nothing that it has may
 * run. So the sum of parked accesses is never too high, and too low as long as anything is under way.
 */
public final class DrainBarrier {
    private static final int MAY_START = -1;

    private final AtomicIntegerArray inFlight;
    private final AtomicIntegerArray parked;

    /** Makes a barrier that holds. */
    public DrainBarrier(int workers, int owners) {
        this.inFlight = new AtomicIntegerArray(workers);
        this.parked = new AtomicIntegerArray(owners);
        for (int worker = 0; worker < workers; worker++) {
            mayStart(worker);
        }
    }

    /** Worker: it may start records. Said before it does. */
    public void mayStart(int worker) {
        inFlight.setRelease(worker, MAY_START);
    }

    /** Worker: it starts none before one of those in flight has ended. */
    public void waits(int worker, int inputsInFlight) {
        inFlight.setRelease(worker, inputsInFlight);
    }

    /** Owner: so many accesses are parked and none of them may run. Taken back before one of them does. */
    void parked(int owner, int accesses) {
        parked.setRelease(owner, accesses);
    }

    /** Owner: whether nothing moves any more, so that a number has to be skipped. */
    boolean nothingMoves() {
        long waiting = 0;
        for (int worker = 0; worker < inFlight.length(); worker++) {
            int count = inFlight.getAcquire(worker);
            if (count == MAY_START) {
                return false;
            }
            waiting += count;
        }
        for (int owner = 0; owner < parked.length(); owner++) {
            waiting -= parked.getAcquire(owner);
        }
        return waiting == 0;
    }
}
