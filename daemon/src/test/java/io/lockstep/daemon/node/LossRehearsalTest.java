package io.lockstep.daemon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.role.Term;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When a backup rehearses once more. */
final class LossRehearsalTest {
    private static final Term TERM = Term.backup(1, "a test");
    private static final int BOUND_S = 20;

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    @Test
    void shouldRehearseOnAThreadOfItsOwnWhenThePrimaryIsLost() throws Exception {
        mayEnd.release();
        try (LossRehearsal rehearsal = new LossRehearsal(this::rehearse)) {
            rehearsal.onState(NodeState.PRIMARY_LOST, TERM);
            awaitBegun();
        }
        assertNotEquals(Thread.currentThread(), thread.get());
    }

    @Test
    void shouldNotRehearseForAnythingElse() {
        try (LossRehearsal rehearsal = new LossRehearsal(this::rehearse)) {
            for (NodeState state : NodeState.values()) {
                if (state != NodeState.PRIMARY_LOST) {
                    rehearsal.onState(state, TERM);
                }
            }
        }
        assertEquals(0, begun.availablePermits());
    }

    @Test
    void shouldNotQueueThemWhenTheConnectionComesAndGoes() throws Exception {
        try (LossRehearsal rehearsal = new LossRehearsal(this::rehearse)) {
            rehearsal.onState(NodeState.PRIMARY_LOST, TERM);
            awaitBegun();
            for (int i = 0; i < 100; i++) {
                rehearsal.onState(NodeState.IN_SYNC, TERM);
                rehearsal.onState(NodeState.PRIMARY_LOST, TERM);
            }
            mayEnd.release(101);
        }
        assertEquals(0, begun.availablePermits());
    }

    private void rehearse() {
        thread.set(Thread.currentThread());
        begun.release();
        try {
            assertTrue(mayEnd.tryAcquire(BOUND_S, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitBegun() throws InterruptedException {
        assertTrue(begun.tryAcquire(BOUND_S, TimeUnit.SECONDS), "no rehearsal within " + BOUND_S + " s");
    }
}
