package io.lockstep.simulator.nf;

/** What the nasty function throws. Without a stack trace, which would cost more than the rest of a packet. */
final class NastyFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    NastyFailure(String message) {
        super(message, null, false, false);
    }
}
