package io.lockstep.benchmarks.demo;

/** A play cannot go on. The message is for the user: what was expected, what was there instead. */
public final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** Makes one. */
    public DemoFailure(String message) {
        super(message);
    }
}
