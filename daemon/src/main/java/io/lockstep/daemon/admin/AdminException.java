package io.lockstep.daemon.admin;

/** An admin socket that cannot be opened or used. The message names the path, the fault and the remedy. */
public final class AdminException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is: decides the command line's exit code. */
    public enum Kind {
        /** Nobody listens, or this user may not ask. */
        NOT_REACHABLE,
        /** The daemon answered that it could not do it, or not in time. */
        FAILED
    }

    private final Kind kind;

    /** Makes one. */
    public AdminException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Makes one with its cause. */
    public AdminException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Whose fault it is. */
    public Kind kind() {
        return kind;
    }
}
