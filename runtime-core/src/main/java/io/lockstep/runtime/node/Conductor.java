package io.lockstep.runtime.node;

import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.worker.WorkerMode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * Decides what the node is: the one writer of its {@link io.lockstep.runtime.role.Term} and {@link NodeState}. Everyone else reports to
 * it (channels through their status, workers and owners through their reached modes) and is told by it.
 *
 * <pre>
 *   {@link PrimaryDuty}
 *   WAITING_FOR_BACKUP ──► PROTECTED ◄──► RECONNECTING ──► GOING_SOLO ──► SOLO
 *                            │  ▲              └──────► HOLDING ──► PROTECTED
 *                            ▼  │
 *                        HANDING_OVER ──► FENCED ◄── any primary that learns of a higher epoch
 *
 *   {@link BackupDuty}
 *   JOINING ──► IN_SYNC ◄──► PRIMARY_LOST        any backup ──► DIVERGED
 *                 │  ▲            │
 *                 ▼  │            │
 *             TAKING_OVER         │
 *                 └───────┬───────┘
 *   {@link Promotion}     ▼
 *                   RAISING_EPOCH ──► DRAINING ──► GOING_LIVE ──► SOLO
 * </pre>
 *
 * <p>An agent like the others: each state is one method, called once per duty cycle.
 */
public final class Conductor implements Agent {
    private static final int COMMAND_CAPACITY = 16;

    private final NodeControls node;
    private final NodeClock clock;
    private final PrimaryDuty primary;
    private final Promotion promotion;
    private final BackupDuty backup;
    private final MpscVarHandleArrayQueue<PromotionRequest> requests = new MpscVarHandleArrayQueue<>(COMMAND_CAPACITY);
    private long lastCycleNs;
    private volatile Thread thread;

    Conductor(NodeControls node) {
        this.node = node;
        this.clock = node.clock;
        this.primary = new PrimaryDuty(node);
        this.promotion = new Promotion(node);
        this.backup = new BackupDuty(node, promotion);
    }

    @Override
    public String roleName() {
        return "conductor";
    }

    @Override
    public void onStart() {
        thread = Thread.currentThread();
        lastCycleNs = clock.nanoTime();
        switch (node.state()) {
            case SOLO -> node.modes(WorkerMode.SOLO);
            case JOINING -> node.modes(WorkerMode.REPLAY);
            default -> node.modes(WorkerMode.HOLD);
        }
        node.begin();
    }

    @Override
    public int doWork() {
        NodeState before = node.state();
        noteStandstill();
        switch (before) {
            case WAITING_FOR_BACKUP -> primary.waitingForBackup();
            case PROTECTED -> primary.isProtected();
            case RECONNECTING -> primary.reconnecting();
            case HOLDING -> primary.holding();
            case HANDING_OVER -> primary.handingOver();
            case GOING_SOLO -> primary.goingSolo();
            case SOLO -> primary.solo();
            case JOINING -> backup.joining();
            case IN_SYNC -> backup.inSync();
            case PRIMARY_LOST -> backup.primaryLost();
            case TAKING_OVER -> backup.takingOver();
            case RAISING_EPOCH -> promotion.raisingEpoch();
            case DRAINING -> promotion.draining();
            case GOING_LIVE -> promotion.goingLive();
            case FENCED, DIVERGED -> {
                /* The end: a restart begins anew. */
            }
        }
        PromotionRequest request = requests.poll();
        if (request != null) {
            promotion.request(request);
        }
        // While a promotion is under way every cycle counts as work: an idle strategy would put a pause into each of
        // its steps.
        return request != null || node.state() != before || before.isPromoting() ? 1 : 0;
    }

    /** Asks the node to become primary. Any thread; the result comes from the conductor's thread. */
    public CompletableFuture<PromoteResult> promote(PromotionKind kind) {
        PromotionRequest request = new PromotionRequest(kind, clock.nanoTime(), new CompletableFuture<>());
        if (!requests.offer(request)) {
            request.refuse("too many requests are waiting; try again", node.epoch());
        }
        LockSupport.unpark(thread); // an idle strategy may have parked it
        return request.result();
    }

    /** The state. Any thread. */
    public NodeState state() {
        return node.state();
    }

    /** The promotion that made this node primary, or null. Any thread. */
    public PromoteResult lastPromotion() {
        return promotion.last();
    }

    /** While the whole process stood still nobody could be heard, also not who replaced it: that time counts against no one. */
    private void noteStandstill() {
        long nowNs = clock.nanoTime();
        if (nowNs - lastCycleNs > node.options.peerTimeoutNs() / 2) {
            node.restartTime();
            primary.restartTimes();
        }
        lastCycleNs = nowNs;
    }
}
