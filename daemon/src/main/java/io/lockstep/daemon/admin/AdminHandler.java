package io.lockstep.daemon.admin;

import io.lockstep.runtime.node.PromotionKind;

/**
 * The node as the admin socket sees it. Called on the admin thread, one call at a time; what it throws becomes a failed
 * answer, not the end of the server.
 */
public interface AdminHandler {
    /** What the node is doing. Does not wait for other threads. */
    NodeStatus status();

    /**
     * Makes the node the primary. Returns when it is, or when it will not be; other admin requests wait meanwhile, so the
     * handler bounds the wait.
     *
     * @param kind what the operator asks for
     */
    PromoteResult promote(PromotionKind kind);
}
