package io.lockstep.runtime.worker;

/**
 * What the last call of network function code asked for. Numbers and no enum: they are kept in a context per packet, and a number costs the
 * collector no mark.
 */
final class Outcome {
    static final int NONE = 0;
    static final int ACCESS = 1;
    static final int FORWARD = 2;
    static final int DROP = 3;
    static final int PASS = 4;
    static final int DONE = 5;
    /** An owner's state has been digested; asked for by the runtime itself. */
    static final int CHECKED = 6;

    private Outcome() {}

    /** The word for messages. */
    static String name(int outcome) {
        return switch (outcome) {
            case NONE -> "NONE";
            case ACCESS -> "ACCESS";
            case FORWARD -> "FORWARD";
            case DROP -> "DROP";
            case PASS -> "PASS";
            case DONE -> "DONE";
            case CHECKED -> "CHECKED";
            default -> throw new IllegalArgumentException("there is no outcome " + outcome);
        };
    }
}
