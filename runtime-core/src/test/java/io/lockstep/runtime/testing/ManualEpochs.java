package io.lockstep.runtime.testing;

import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.StoredEpochs;

/** An epoch file without a disk: the test decides when it is written, and whether that works. */
public final class ManualEpochs implements EpochStore {
    private StoredEpochs loaded = StoredEpochs.NONE;
    private StoredEpochs asked = StoredEpochs.NONE;
    private StoredEpochs saved = StoredEpochs.NONE;
    private boolean slow;
    private String failure;
    private String problem;

    /** What an earlier life has left; before the node is made. */
    public void load(StoredEpochs epochs) {
        loaded = epochs;
    }

    /** From now on nothing is durable before {@link #write}. */
    public void beSlow() {
        slow = true;
    }

    /** From now on saving fails. */
    public void fail(String sentence) {
        failure = sentence;
    }

    /** The disk is done. */
    public void write() {
        saved = asked;
    }

    @Override
    public StoredEpochs loaded() {
        return loaded;
    }

    @Override
    public void save(StoredEpochs epochs) {
        asked = epochs;
        problem = failure;
        if (!slow && failure == null) {
            write();
        }
    }

    @Override
    public StoredEpochs saved() {
        return saved;
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public void close() {}
}
