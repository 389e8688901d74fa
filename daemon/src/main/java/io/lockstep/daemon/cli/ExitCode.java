package io.lockstep.daemon.cli;

/** How a command ended, for scripts. Documented in {@code docs/cli.md} and in every command's help. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** Failed for a reason that the other codes do not name; the message says which. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The configuration or a plugin in it cannot be used. */
    public static final int CONFIG = 3;
    /** No daemon answers at the admin socket, or this user may not ask it. */
    public static final int NOT_REACHABLE = 4;
    /** The daemon answered and refused. */
    public static final int REFUSED = 5;
    /** What was waited for has not come about in time. */
    public static final int TIMEOUT = 6;

    private ExitCode() {}
}
