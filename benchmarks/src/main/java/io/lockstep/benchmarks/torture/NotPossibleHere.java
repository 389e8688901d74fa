package io.lockstep.benchmarks.torture;

/** This machine lacks something that a fault needs, such as a module of the kernel: the round is neither passed nor failed. */
final class NotPossibleHere extends Exception {
    private static final long serialVersionUID = 1;

    NotPossibleHere(String message) {
        super(message);
    }
}
