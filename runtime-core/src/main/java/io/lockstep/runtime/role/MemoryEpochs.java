package io.lockstep.runtime.role;

/** Epochs of a node without a pair, which need not outlive it. */
public final class MemoryEpochs implements EpochStore {
    private volatile StoredEpochs saved = StoredEpochs.NONE;

    @Override
    public StoredEpochs loaded() {
        return StoredEpochs.NONE;
    }

    @Override
    public void save(StoredEpochs epochs) {
        saved = epochs;
    }

    @Override
    public StoredEpochs saved() {
        return saved;
    }

    @Override
    public boolean isBusy() {
        return false;
    }

    @Override
    public String problem() {
        return null;
    }

    @Override
    public void close() {}
}
