package io.lockstep.simulator.model;

/** A broken promise. The message starts with the invariant and says who did what. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes one. */
    public Violation(String message) {
        super(message, null, false, false);
    }
}
