package io.lockstep.runtime.owner;

import java.util.concurrent.atomic.AtomicReference;

/**
 * That a backup's replay differs from what the primary recorded: told by workers and owners, acted on by the conductor. The first
 * sentence stays. Any thread.
 */
public final class Divergence implements DivergenceListener {
    private final AtomicReference<String> first = new AtomicReference<>();

    @Override
    public void onDivergence(String sentence) {
        first.compareAndSet(null, sentence);
    }

    /** What was found first, or null. */
    public String sentence() {
        return first.get();
    }

    /** Whether any was found: nothing may be acknowledged any more, because a primary could hand over to this node. */
    public boolean isFound() {
        return first.get() != null;
    }
}
