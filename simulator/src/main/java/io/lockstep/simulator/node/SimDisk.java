package io.lockstep.simulator.node;

import io.lockstep.runtime.role.StoredEpochs;

/** The part of a machine's disk that outlives its processes: the epoch file, as of the last sync. */
public final class SimDisk {
    private StoredEpochs durable = StoredEpochs.NONE;
    private boolean failing;

    /** What a process that starts now reads. */
    public StoredEpochs durable() {
        return durable;
    }

    void durable(StoredEpochs epochs) {
        durable = epochs;
    }

    /** Whether nothing can be written from now on. */
    public void failing(boolean now) {
        failing = now;
    }

    /** Whether nothing can be written. */
    public boolean isFailing() {
        return failing;
    }
}
