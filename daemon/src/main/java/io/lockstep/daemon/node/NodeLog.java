package io.lockstep.daemon.node;

import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.role.Term;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs the node's changes of state, in order, on a thread of its own: the conductor, whose thread may be the worker's, must not wait for
 * a terminal or a disk, least of all in the middle of a promotion.
 */
final class NodeLog implements NodeListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);

    private final ExecutorService writer = SideThread.start("node-log");

    @Override
    public void onState(NodeState state, Term term) {
        writer.execute(() ->
                LOG.atLevel(severity(state)).log("{} in epoch {}: {}", state.label(), term.epoch(), term.reason()));
    }

    /** An operator should look at what is not as it was meant to be. */
    private static Level severity(NodeState state) {
        return switch (state) {
            case DIVERGED -> Level.ERROR;
            case FENCED, HOLDING, PRIMARY_LOST, RECONNECTING, GOING_SOLO -> Level.WARN;
            default -> Level.INFO;
        };
    }

    /** Waits until all is written. */
    @Override
    public void close() {
        writer.close();
    }
}
