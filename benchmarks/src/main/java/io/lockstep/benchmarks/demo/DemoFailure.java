package io.lockstep.benchmarks.demo;

/** The demo cannot go on. The message is for the user: what was expected, what was there instead. */
final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1;

    DemoFailure(String message) {
        super(message);
    }
}
