package io.lockstep.runtime.owner;

/** Told by workers and owners of a backup that a replay differs from what the primary recorded. */
@FunctionalInterface
public interface DivergenceListener {
    /** May be called from any agent's thread, also more than once; must not block. */
    void onDivergence(String sentence);
}
