package io.lockstep.daemon;

/**
 * A node that cannot start: no hugepages, no such port, no permission, a socket in use. The message is one sentence that names
 * what, where, what was expected and what to do; it is shown without a stack trace.
 */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public StartException(String message) {
        super(message);
    }

    /** Makes one with its cause, which is logged at level debug. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
