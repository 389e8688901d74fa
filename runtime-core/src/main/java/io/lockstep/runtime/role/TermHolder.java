package io.lockstep.runtime.role;

/** Where the conductor publishes the current {@link Term}. One writer, the conductor; readers on any thread. */
public final class TermHolder {
    private volatile Term term;

    /** Starts with a term. */
    public TermHolder(Term initial) {
        this.term = initial;
    }

    /** The current term. */
    public Term get() {
        return term;
    }

    /** Publishes a new term. Conductor only. */
    public void set(Term next) {
        if (next.epoch() < term.epoch()) {
            throw new IllegalStateException("epoch cannot go back from " + term.epoch() + " to " + next.epoch());
        }
        term = next;
    }
}
