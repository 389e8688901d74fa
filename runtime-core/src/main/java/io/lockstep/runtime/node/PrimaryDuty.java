package io.lockstep.runtime.node;

import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.worker.WorkerMode;

/** The conductor's states of a primary: waiting for its backup, with it, without it. Conductor thread. */
final class PrimaryDuty {
    private final NodeControls node;
    private final PairChannels channels;
    private final BackupProgress progress;
    private final Handover handover;
    private long raisedEpoch;

    PrimaryDuty(NodeControls node) {
        this.node = node;
        this.channels = node.channels;
        this.progress = new BackupProgress(node.ends);
        this.handover = new Handover(node);
    }

    /** Nothing has been released yet: a peer that is a backup without state cannot contradict this node, whatever it was before. */
    void waitingForBackup() {
        long own = node.epoch();
        if (raisedEpoch > 0) {
            raising();
        } else if (channels.rivalEpoch() > own) {
            fence(channels.rivalEpoch());
        } else if (highestKnown() >= Term.MAX_EPOCH) {
            fence(highestKnown()); // there is no next one; and nobody has promoted that often
        } else if (channels.freshBackupEpoch() > 0 && highestKnown() > own) {
            raisedEpoch = highestKnown() + 1;
            node.epochs.save(new StoredEpochs(raisedEpoch, raisedEpoch));
        } else if (channels.allStreaming()) {
            node.modes(WorkerMode.PROTECTED);
            enterProtected();
        } else if (node.sinceNs() > node.options.waitForBackupNs()) {
            serveWithoutBackup(own);
        }
    }

    void isProtected() {
        if (checkFence()) {
            return;
        }
        if (channels.anyPeerDiverged()) {
            backupLost("the backup has diverged: " + channels.firstProblem());
        } else if (!channels.allStreaming()) {
            channels.forgetAnswers();
            node.enter(NodeState.RECONNECTING);
        } else if (!node.options.holdOnBackupLoss()
                && progress.stalledNs(node.clock.nanoTime()) > node.options.lagTimeoutNs()) {
            backupLost(progress.sentence(node.clock.nanoTime()));
        } else if (handover.isWanted()) {
            handover.begin();
        }
    }

    void reconnecting() {
        if (checkFence()) {
            return;
        }
        if (channels.allStreaming()) {
            node.announceAgain();
            enterProtected();
        } else if (channels.anyPeerDiverged()
                || (node.sinceNs() > node.options.peerTimeoutNs() && channels.allHaveAsked())) {
            backupLost("the backup is lost: " + channels.firstProblem());
        }
    }

    void holding() {
        if (!checkFence() && channels.allStreaming() && !channels.anyPeerDiverged()) {
            node.term(Term.primary(node.epoch(), true, "the backup is back"));
            node.announceAgain();
            enterProtected();
        }
    }

    void handingOver() {
        if (!checkFence() && !handover.goesOn()) {
            enterProtected();
        }
    }

    /** Channels first let go of the log, so that nothing more reaches the backup; only then may this node release by itself. */
    void goingSolo() {
        // In this order: a channel notes an epoch first, and then says that it has closed.
        boolean disconnected = channels.allDisconnected(node.term());
        if (!checkFence() && disconnected && channels.allHaveAsked()) {
            node.modes(WorkerMode.SOLO);
            if (node.allReached(WorkerMode.SOLO)) {
                node.announceAgain();
                node.enter(NodeState.SOLO);
            }
        }
    }

    void solo() {
        checkFence();
    }

    /**
     * The process stood still: nobody else is to blame for that time. It may have been replaced meanwhile: before it serves alone it
     * asks its peer once more, answer or none.
     */
    void restartTimes() {
        progress.restart(node.clock.nanoTime());
        channels.forgetAnswers();
    }

    private void enterProtected() {
        progress.restart(node.clock.nanoTime());
        node.enter(NodeState.PROTECTED);
    }

    private void raising() {
        if (node.epochs.problem() != null) {
            throw new IllegalStateException(node.epochs.problem());
        }
        if (!node.epochs.isBusy() && node.epochs.saved().epoch() >= raisedEpoch) {
            node.term(Term.primary(
                    raisedEpoch,
                    true,
                    "started; the backup has nothing left of epoch " + (raisedEpoch - 1) + ", so this is the next"));
            raisedEpoch = 0;
        }
    }

    private void serveWithoutBackup(long own) {
        if (node.epochs.loaded().seen() > own) {
            fence(node.epochs.loaded().seen());
        } else if (channels.allHaveAsked()) {
            goSolo("no backup came within replication.wait-for-backup");
        }
    }

    private void backupLost(String reason) {
        if (node.options.holdOnBackupLoss()) {
            node.term(Term.primary(node.epoch(), true, reason));
            node.enter(NodeState.HOLDING);
        } else {
            goSolo(reason);
        }
    }

    private void goSolo(String reason) {
        node.term(Term.primary(node.epoch(), false, reason));
        node.enter(NodeState.GOING_SOLO);
    }

    private long highestKnown() {
        return Math.max(channels.highestEpochSeen(), node.epochs.loaded().seen());
    }

    private boolean checkFence() {
        long seen = channels.highestEpochSeen();
        if (seen <= node.epoch()) {
            return false;
        }
        fence(seen);
        return true;
    }

    private void fence(long seen) {
        long own = node.epoch();
        node.epochs.save(new StoredEpochs(own, seen));
        node.modes(WorkerMode.STOPPED);
        node.term(Term.of(
                Role.FENCED, seen, "epoch " + seen + " exists, this node had " + own + ": the peer has replaced it"));
        node.enter(NodeState.FENCED);
    }
}
