package io.lockstep.runtime.node;

import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.worker.WorkerMode;

/** The conductor's states of a backup that is not being promoted. Conductor thread. */
final class BackupDuty {
    private static final long RETRY_NS = 1_000_000_000L;

    private final NodeControls node;
    private final PairChannels channels;
    private final Promotion promotion;
    private long connectedNs;
    private long followedEpoch;
    private boolean tried;
    private long triedNs;

    BackupDuty(NodeControls node, Promotion promotion) {
        this.node = node;
        this.channels = node.channels;
        this.promotion = promotion;
    }

    /** The primary may count this backup as attached, and stream to it, before the backup has heard so on every channel. */
    void joining() {
        if (checkDivergence()) {
            return;
        }
        if (channels.allStreaming()) {
            adoptEpoch();
            node.enter(NodeState.IN_SYNC);
        } else if (node.session.get() != null && channels.noneStreaming()) {
            adoptEpoch();
            node.enter(NodeState.PRIMARY_LOST);
        }
    }

    void inSync() {
        if (checkDivergence() || checkHandedOver()) {
            return;
        }
        adoptEpoch();
        if (!channels.allStreaming()) {
            node.enter(NodeState.PRIMARY_LOST);
        }
    }

    void primaryLost() {
        if (!checkDivergence() && !checkHandedOver() && channels.allStreaming()) {
            adoptEpoch();
            node.enter(NodeState.IN_SYNC);
        }
    }

    /** A connection that breaks now may have been the primary's last word: the backup dials again to hear it. */
    void takingOver() {
        if (checkHandedOver()) {
            return;
        }
        long nowNs = node.clock.nanoTime();
        if (channels.allStreaming() || connectedNs == 0) {
            connectedNs = nowNs;
        }
        if (node.divergence() != null) {
            giveUpSwitchover("this backup has diverged: " + node.divergence());
        } else if (nowNs - connectedNs > node.options.peerTimeoutNs()) {
            giveUpSwitchover("the primary is gone: " + channels.firstProblem() + "; promote without --switchover");
        } else if (node.sinceNs() > node.options.switchover().timeoutNs()) {
            giveUpSwitchover(
                    "the primary did not hand over in time (" + channels.firstProblem() + "); nothing has changed");
        }
    }

    private void giveUpSwitchover(String sentence) {
        connectedNs = 0;
        promotion.giveUpSwitchover(sentence);
        node.modes(WorkerMode.REPLAY);
        node.term(Term.backup(node.epoch(), node.term().reason()));
        node.enter(NodeState.IN_SYNC);
    }

    /**
     * The primary has stopped and this node has everything: there must be a primary, however late its word comes, and however often
     * the disk has not taken the epoch.
     */
    private boolean checkHandedOver() {
        long nowNs = node.clock.nanoTime();
        if (node.divergence() != null || !channels.allHandedOver() || (tried && nowNs - triedNs < RETRY_NS)) {
            return false;
        }
        tried = true;
        triedNs = nowNs;
        connectedNs = 0;
        promotion.primaryHandedOver();
        return true;
    }

    private void adoptEpoch() {
        long seen = Math.max(node.epoch(), channels.highestEpochSeen());
        if (seen > node.epoch()) {
            node.term(Term.backup(seen, node.term().reason()));
        }
        if (seen > followedEpoch) {
            followedEpoch = seen;
            node.epochs.save(new StoredEpochs(seen, seen));
        }
    }

    private boolean checkDivergence() {
        String what = node.divergence();
        if (what == null) {
            return false;
        }
        node.modes(WorkerMode.STOPPED);
        node.term(Term.of(Role.DIVERGED, node.epoch(), what));
        node.enter(NodeState.DIVERGED);
        return true;
    }
}
