package io.lockstep.runtime.node;

import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.owner.OwnerMode;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.role.TermHolder;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.runtime.worker.WorkerMode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Decides what the node is: the one writer of its {@link Term} and {@link NodeState}. Everyone else reports to it (channels through
 * their status, workers and owners through their reached modes) and is told by it.
 *
 * <pre>
 *   WAITING_FOR_BACKUP ──► PROTECTED ◄──► RECONNECTING ──► GOING_SOLO ──► SOLO
 *                                              └──────► HOLDING ──► PROTECTED
 *   JOINING ──► IN_SYNC ◄──► PRIMARY_LOST ──(promote)──► DRAINING ──► GOING_LIVE ──► SOLO
 *   any primary ──► FENCED          any backup ──► DIVERGED
 * </pre>
 *
 * <p>An agent like the others: each state is one method, called once per duty cycle.
 */
public final class Conductor implements Agent {
    private static final int COMMAND_CAPACITY = 16;

    private final NodeOptions options;
    private final NodeClock clock;
    private final TermHolder term;
    private final PairSession session;
    private final List<Worker> workers;
    private final List<StateOwner> owners;
    private final List<WorkerEnds> ends;
    private final PairChannels channels;
    private final AtomicReference<String> divergence;
    private final NodeListener listener;
    private final ManyToOneConcurrentArrayQueue<PromoteCommand> commands =
            new ManyToOneConcurrentArrayQueue<>(COMMAND_CAPACITY);

    private PromoteCommand promotion;
    private long stateSinceNs;
    private long lastCycleNs;

    private volatile NodeState state;
    private volatile PromoteResult lastPromotion;

    private record PromoteCommand(boolean force, long requestedNs, CompletableFuture<PromoteResult> result) {}

    Conductor(
            NodeOptions options,
            NodeClock clock,
            TermHolder term,
            PairSession session,
            List<Worker> workers,
            List<StateOwner> owners,
            List<WorkerEnds> ends,
            AtomicReference<String> divergence,
            NodeListener listener) {
        this.options = options;
        this.clock = clock;
        this.term = term;
        this.session = session;
        this.workers = workers;
        this.owners = owners;
        this.ends = ends;
        this.channels = new PairChannels(ends);
        this.divergence = divergence;
        this.listener = listener;
        this.state = options.startRole() == Role.BACKUP
                ? NodeState.JOINING
                : options.paired() ? NodeState.WAITING_FOR_BACKUP : NodeState.SOLO;
    }

    @Override
    public String roleName() {
        return "conductor";
    }

    @Override
    public void onStart() {
        stateSinceNs = clock.nanoTime();
        lastCycleNs = stateSinceNs;
        switch (state) {
            case SOLO -> setModes(WorkerMode.SOLO);
            case JOINING -> setModes(WorkerMode.REPLAY);
            default -> setModes(WorkerMode.HOLD);
        }
        listener.onState(state, term.get());
    }

    @Override
    public int doWork() {
        NodeState before = state;
        noteStandstill();
        switch (state) {
            case WAITING_FOR_BACKUP -> waitingForBackup();
            case PROTECTED -> isProtected();
            case RECONNECTING -> reconnecting();
            case HOLDING -> holding();
            case GOING_SOLO -> goingSolo();
            case SOLO -> checkFence();
            case JOINING -> joining();
            case IN_SYNC -> inSync();
            case PRIMARY_LOST -> primaryLost();
            case DRAINING -> draining();
            case GOING_LIVE -> goingLive();
            case FENCED, DIVERGED -> {
                /* The end: a restart begins anew. */
            }
        }
        PromoteCommand command = commands.poll();
        if (command != null) {
            onPromote(command);
        }
        return command != null || state != before ? 1 : 0;
    }

    // ---------------------------------------------------------------- for others

    /** Asks the node to become primary. Any thread; the result comes from the conductor's thread. */
    public CompletableFuture<PromoteResult> promote(boolean force) {
        CompletableFuture<PromoteResult> result = new CompletableFuture<>();
        if (!commands.offer(new PromoteCommand(force, clock.nanoTime(), result))) {
            result.complete(new PromoteResult(
                    false,
                    "too many requests are waiting; try again",
                    term.get().epoch(),
                    0,
                    0,
                    0));
        }
        return result;
    }

    /** The state. Any thread. */
    public NodeState state() {
        return state;
    }

    /** The promotion that made this node primary, or null. Any thread. */
    public PromoteResult lastPromotion() {
        return lastPromotion;
    }

    // ---------------------------------------------------------------- primary

    private void waitingForBackup() {
        if (checkFence()) {
            return;
        }
        if (channels.allStreaming()) {
            setModes(WorkerMode.PROTECTED);
            enter(NodeState.PROTECTED);
        } else if (sinceNs() > options.waitForBackupNs()) {
            goSolo("no backup came within replication.wait-for-backup");
        }
    }

    private void isProtected() {
        if (checkFence()) {
            return;
        }
        if (channels.anyPeerDiverged()) {
            backupLost("the backup has diverged: " + channels.firstProblem());
        } else if (!channels.allStreaming()) {
            enter(NodeState.RECONNECTING);
        }
    }

    private void reconnecting() {
        if (checkFence()) {
            return;
        }
        if (channels.allStreaming()) {
            enter(NodeState.PROTECTED);
        } else if (channels.anyPeerDiverged() || sinceNs() > options.peerTimeoutNs()) {
            backupLost("the backup is lost: " + channels.firstProblem());
        }
    }

    private void holding() {
        if (!checkFence() && channels.allStreaming() && !channels.anyPeerDiverged()) {
            enter(NodeState.PROTECTED);
        }
    }

    private void backupLost(String reason) {
        if (options.holdOnBackupLoss()) {
            term.set(new Term(Role.PRIMARY, term.get().epoch(), true, reason));
            enter(NodeState.HOLDING);
        } else {
            goSolo(reason);
        }
    }

    private void goSolo(String reason) {
        term.set(new Term(Role.PRIMARY, term.get().epoch(), false, reason));
        enter(NodeState.GOING_SOLO);
    }

    /** Channels first let go of the log, so that nothing more reaches the backup; only then may this node release by itself. */
    private void goingSolo() {
        if (!checkFence() && channels.allDisconnected(term.get())) {
            setModes(WorkerMode.SOLO);
            if (allReached(WorkerMode.SOLO)) {
                enter(NodeState.SOLO);
            }
        }
    }

    private boolean checkFence() {
        long seen = channels.highestEpochSeen();
        long own = term.get().epoch();
        if (seen <= own) {
            return false;
        }
        setModes(WorkerMode.STOPPED);
        term.set(new Term(
                Role.FENCED,
                seen,
                false,
                "the peer has epoch " + seen + ", this node had " + own + ": it was replaced"));
        enter(NodeState.FENCED);
        return true;
    }

    // ---------------------------------------------------------------- backup

    private void joining() {
        if (!checkDivergence() && channels.allStreaming()) {
            adoptEpoch();
            enter(NodeState.IN_SYNC);
        }
    }

    private void inSync() {
        if (checkDivergence()) {
            return;
        }
        adoptEpoch();
        if (!channels.allStreaming()) {
            enter(NodeState.PRIMARY_LOST);
        }
    }

    private void primaryLost() {
        if (!checkDivergence() && channels.allStreaming()) {
            adoptEpoch();
            enter(NodeState.IN_SYNC);
        }
    }

    private void adoptEpoch() {
        long seen = channels.highestEpochSeen();
        if (seen > term.get().epoch()) {
            term.set(new Term(Role.BACKUP, seen, false, term.get().reason()));
        }
    }

    private boolean checkDivergence() {
        String what = divergence.get();
        if (what == null) {
            return false;
        }
        setModes(WorkerMode.STOPPED);
        term.set(new Term(Role.DIVERGED, term.get().epoch(), false, what));
        enter(NodeState.DIVERGED);
        return true;
    }

    // ---------------------------------------------------------------- promotion

    private void onPromote(PromoteCommand command) {
        String refusal = refusal(command.force());
        if (refusal != null) {
            command.result()
                    .complete(new PromoteResult(false, refusal, term.get().epoch(), command.requestedNs(), 0, 0));
            return;
        }
        promotion = command;
        long epoch = Math.max(term.get().epoch(), channels.highestEpochSeen()) + 1;
        term.set(new Term(Role.PROMOTING, epoch, false, "promotion was asked for"));
        for (StateOwner owner : owners) {
            owner.mode(OwnerMode.DRAIN);
        }
        setModes(WorkerMode.DRAIN);
        enter(NodeState.DRAINING);
    }

    private String refusal(boolean force) {
        return switch (state) {
            case IN_SYNC ->
                force
                        ? null
                        : "the primary is alive and connected; stop it first, or use --force if you know that it is not";
            case PRIMARY_LOST ->
                force || !channels.leftBehind()
                        ? null
                        : "the primary has gone on without this backup: " + channels.firstProblem()
                                + "; promoting it would undo what was released since (--force does it all the same)";
            case JOINING ->
                force
                        ? null
                        : "this backup has never been in sync: " + channels.firstProblem()
                                + "; promoting it would start with empty state (--force does it all the same)";
            case DRAINING, GOING_LIVE -> "a promotion is under way";
            case DIVERGED ->
                force
                        ? null
                        : "this backup has diverged and its state cannot be trusted: "
                                + term.get().reason()
                                + "; restart the other node as primary, or use --force if wrong state beats none";
            case FENCED -> "this node is fenced: " + term.get().reason() + "; restart it as a backup";
            default -> "this node is primary already";
        };
    }

    private void draining() {
        boolean drained = true;
        for (int i = 0; i < workers.size(); i++) {
            ChannelStatus status = ends.get(i).status();
            boolean complete = !options.paired() || (term.get().equals(status.actedOn()) && status.inboundComplete());
            workers.get(i).inputComplete(complete);
            drained &= complete && workers.get(i).drained();
        }
        if (drained) {
            for (StateOwner owner : owners) {
                owner.mode(OwnerMode.LIVE);
            }
            enter(NodeState.GOING_LIVE);
        }
    }

    private void goingLive() {
        for (StateOwner owner : owners) {
            if (owner.reachedMode() != OwnerMode.LIVE) {
                return;
            }
        }
        if (promotion != null) {
            for (Worker worker : workers) {
                clock.advanceTo(worker.lastTimeNs());
            }
            if (session.get() == null) {
                session.bind(new PairSession.Bound(UUID.randomUUID(), options.secret()));
            }
            setModes(WorkerMode.SOLO);
            finishPromotion();
        }
        if (allReached(WorkerMode.SOLO)) {
            enter(NodeState.SOLO);
        }
    }

    private void finishPromotion() {
        long gaps = 0;
        for (StateOwner owner : owners) {
            gaps += owner.gapsSkipped();
        }
        long epoch = term.get().epoch();
        term.set(new Term(Role.PRIMARY, epoch, false, "promoted; no backup"));
        PromoteResult result = new PromoteResult(
                true, "this node is primary in epoch " + epoch, epoch, promotion.requestedNs(), clock.nanoTime(), gaps);
        lastPromotion = result;
        promotion.result().complete(result);
        promotion = null;
    }

    // ---------------------------------------------------------------- helpers

    private void enter(NodeState next) {
        state = next;
        stateSinceNs = clock.nanoTime();
        listener.onState(next, term.get());
    }

    /** While the whole process stood still nobody could be heard, also not who replaced it: that time counts against no one. */
    private void noteStandstill() {
        long nowNs = clock.nanoTime();
        if (nowNs - lastCycleNs > options.peerTimeoutNs() / 2) {
            stateSinceNs = nowNs;
        }
        lastCycleNs = nowNs;
    }

    private long sinceNs() {
        return clock.nanoTime() - stateSinceNs;
    }

    private void setModes(WorkerMode mode) {
        for (Worker worker : workers) {
            worker.mode(mode);
        }
    }

    private boolean allReached(WorkerMode mode) {
        for (Worker worker : workers) {
            if (worker.reachedMode() != mode) {
                return false;
            }
        }
        return true;
    }
}
