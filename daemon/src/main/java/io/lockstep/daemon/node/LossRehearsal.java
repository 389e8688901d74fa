package io.lockstep.daemon.node;

import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.role.Term;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has a rehearsal run whenever the primary is lost, on a thread of its own that {@link OtherThreads} keeps off the agents' cores: a promotion
 * is likely to be asked for soon, and its code has not run for as long as the backup has been up. Nothing waits for it, and at
 * most one is under way: a connection that comes and goes does not make them queue. Decision 0026.
 */
final class LossRehearsal implements NodeListener, AutoCloseable {
    private static final String THREAD = "rehearsal";

    private final Runnable rehearsal;
    private final ExecutorService runner = SideThread.start(THREAD);
    private final AtomicBoolean underWay = new AtomicBoolean();

    /** Takes what to run, which must not throw. */
    LossRehearsal(Runnable rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** Conductor thread. */
    @Override
    public void onState(NodeState state, Term term) {
        if (state == NodeState.PRIMARY_LOST && underWay.compareAndSet(false, true)) {
            runner.execute(this::run);
        }
    }

    private void run() {
        try {
            rehearsal.run();
        } finally {
            underWay.set(false);
        }
    }

    /** Waits for one that is under way: it takes some milliseconds. */
    @Override
    public void close() {
        runner.close();
    }
}
