package io.lockstep.runtime.node;

import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.owner.Divergence;
import io.lockstep.runtime.owner.OwnerMode;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.role.TermHolder;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.runtime.worker.WorkerMode;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the conductor's states have in hand: the node's parts, its term, its state. Conductor thread; others may read the state.
 *
 * @see Conductor
 */
final class NodeControls {
    final NodeOptions options;
    final NodeClock clock;
    final PairSession session;
    final List<Worker> workers;
    final List<StateOwner> owners;
    final List<WorkerEnds> ends;
    final PairChannels channels;
    final EpochStore epochs;

    private final TermHolder term;
    private final Divergence divergence;
    private final LongSupplier receivedPackets;
    private final NodeListener listener;
    private long stateSinceNs;
    private volatile NodeState state;

    NodeControls(
            NodeOptions options,
            NodeClock clock,
            TermHolder term,
            EpochStore epochs,
            PairSession session,
            List<Worker> workers,
            List<StateOwner> owners,
            List<WorkerEnds> ends,
            Divergence divergence,
            LongSupplier receivedPackets,
            NodeListener listener) {
        this.options = options;
        this.clock = clock;
        this.term = term;
        this.epochs = epochs;
        this.session = session;
        this.workers = workers;
        this.owners = owners;
        this.ends = ends;
        this.channels = new PairChannels(ends);
        this.divergence = divergence;
        this.receivedPackets = receivedPackets;
        this.listener = listener;
        this.state = options.startRole() == Role.BACKUP
                ? NodeState.JOINING
                : options.paired() ? NodeState.WAITING_FOR_BACKUP : NodeState.SOLO;
    }

    NodeState state() {
        return state;
    }

    /** Enters the first state. A node that was replaced has to remember it until it follows its successor, whatever it starts as. */
    void begin() {
        StoredEpochs loaded = epochs.loaded();
        boolean replaced = loaded.seen() > loaded.epoch();
        epochs.save(
                new StoredEpochs(replaced ? Math.max(1, loaded.epoch()) : epoch(), Math.max(epoch(), loaded.seen())));
        enter(state);
    }

    void enter(NodeState next) {
        state = next;
        restartTime();
        listener.onState(next, term.get());
    }

    /** Time in this state begins anew. */
    void restartTime() {
        stateSinceNs = clock.nanoTime();
    }

    long sinceNs() {
        return clock.nanoTime() - stateSinceNs;
    }

    Term term() {
        return term.get();
    }

    void term(Term next) {
        term.set(next);
    }

    long epoch() {
        return term.get().epoch();
    }

    /** Why replay differed from the record, or null. */
    String divergence() {
        return divergence.sentence();
    }

    /** Packets that all workers have taken from all ports. */
    long receivedPackets() {
        return receivedPackets.getAsLong();
    }

    void modes(WorkerMode mode) {
        for (Worker worker : workers) {
            worker.mode(mode);
        }
    }

    /** A backup that was cut off in the middle of a switchover may have taken the addresses, and nobody could tell this node. */
    void announceAgain() {
        for (Worker worker : workers) {
            worker.announceAgain();
        }
    }

    boolean allReached(WorkerMode mode) {
        for (Worker worker : workers) {
            if (worker.reachedMode() != mode) {
                return false;
            }
        }
        return true;
    }

    void ownerModes(OwnerMode mode) {
        for (StateOwner owner : owners) {
            owner.mode(mode);
        }
    }

    boolean allOwnersReached(OwnerMode mode) {
        for (StateOwner owner : owners) {
            if (owner.reachedMode() != mode) {
                return false;
            }
        }
        return true;
    }
}
