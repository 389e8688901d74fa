package io.lockstep.nf.state;

/** Checks of what a container is created with. */
final class Arguments {
    private Arguments() {}

    static void inRange(String container, String argument, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    container + ": " + argument + " is " + value + ", but must be " + min + " to " + max);
        }
    }
}
