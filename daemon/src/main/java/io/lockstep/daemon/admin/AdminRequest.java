package io.lockstep.daemon.admin;

import io.lockstep.runtime.node.PromotionKind;

/**
 * One request.
 *
 * @param command {@code status} or {@code promote}
 * @param kind for {@code promote}, else null
 */
public record AdminRequest(String command, PromotionKind kind) {
    /** Asks for {@link NodeStatus}. */
    public static final String STATUS = "status";
    /** Asks for {@link PromoteResult}. */
    public static final String PROMOTE = "promote";
}
