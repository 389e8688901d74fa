package io.lockstep.daemon.admin;

/**
 * One request.
 *
 * @param command {@code status} or {@code promote}
 * @param force for {@code promote}
 */
public record AdminRequest(String command, boolean force) {
    /** Asks for {@link NodeStatus}. */
    public static final String STATUS = "status";
    /** Asks for {@link PromoteResult}. */
    public static final String PROMOTE = "promote";
}
