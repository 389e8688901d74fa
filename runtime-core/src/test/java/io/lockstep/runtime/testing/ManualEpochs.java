package io.lockstep.runtime.testing;

import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.StoredEpochs;
import java.util.ArrayDeque;
import java.util.Deque;

/** An epoch file without a disk: the test decides when it is written, and whether that works. */
public final class ManualEpochs implements EpochStore {
    private StoredEpochs loaded = StoredEpochs.NONE;
    private StoredEpochs saved = StoredEpochs.NONE;
    private boolean slow;
    private final Deque<StoredEpochs> waiting = new ArrayDeque<>();
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

    /** The disk is done with everything. */
    public void write() {
        while (!waiting.isEmpty()) {
            writeOne();
        }
    }

    /** The disk is done with the oldest wish. */
    public void writeOne() {
        saved = waiting.remove();
    }

    @Override
    public StoredEpochs loaded() {
        return loaded;
    }

    @Override
    public void save(StoredEpochs epochs) {
        problem = failure;
        if (failure == null) {
            waiting.add(epochs);
        }
        if (!slow) {
            write();
        }
    }

    @Override
    public StoredEpochs saved() {
        return saved;
    }

    @Override
    public boolean isBusy() {
        return !waiting.isEmpty();
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public void close() {}
}
