package io.lockstep.nf.testkit;

/** A replay did something else than what was recorded: the network function is not deterministic. */
public final class DivergenceError extends AssertionError {
    private static final long serialVersionUID = 1L;

    DivergenceError(String message) {
        super(message);
    }
}
