package io.lockstep.runtime.node;

import io.lockstep.runtime.role.Term;

/** Told of the node's changes by the conductor, on its thread; must not block. */
@FunctionalInterface
public interface NodeListener {
    /** The node has changed state. */
    void onState(NodeState state, Term term);
}
