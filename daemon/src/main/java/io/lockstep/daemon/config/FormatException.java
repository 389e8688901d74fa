package io.lockstep.daemon.config;

/** A text that does not have the form it should have. The message says what about it is wrong, as the end of a sentence. */
public final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes one, for example with {@code "where 256 is more than 255"}. */
    public FormatException(String message) {
        super(message);
    }
}
