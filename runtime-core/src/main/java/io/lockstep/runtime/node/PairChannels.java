package io.lockstep.runtime.node;

import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.role.Term;
import java.util.List;

/** What the channels of all workers say of the peer, taken together. Reads their status; conductor thread, no allocation. */
final class PairChannels {
    private final WorkerEnds[] ends; // looping over a list makes an iterator until the JIT has got rid of it
    private final long[] probesBefore;

    PairChannels(List<WorkerEnds> ends) {
        this.ends = ends.toArray(WorkerEnds[]::new);
        this.probesBefore = new long[ends.size()];
    }

    /** Whether every worker has its peer. */
    boolean allStreaming() {
        for (WorkerEnds end : ends) {
            if (end.status().state() != ChannelState.STREAMING) {
                return false;
            }
        }
        return true;
    }

    /** Whether no worker has its peer. */
    boolean noneStreaming() {
        for (WorkerEnds end : ends) {
            if (end.status().state() == ChannelState.STREAMING) {
                return false;
            }
        }
        return true;
    }

    /** Whether every channel has acted on a term and holds no connection. */
    boolean allDisconnected(Term term) {
        for (WorkerEnds end : ends) {
            ChannelStatus status = end.status();
            if (!term.equals(status.actedOn()) || status.state() != ChannelState.DISCONNECTED) {
                return false;
            }
        }
        return true;
    }

    /** Primary: whether the backup has said that its state differs. */
    boolean anyPeerDiverged() {
        for (WorkerEnds end : ends) {
            if (end.status().peerDiverged()) {
                return true;
            }
        }
        return false;
    }

    /** Backup: whether the primary has gone on without it. */
    boolean leftBehind() {
        for (WorkerEnds end : ends) {
            if (end.status().leftBehind()) {
                return true;
            }
        }
        return false;
    }

    /** Highest epoch that a peer has named, 0 when none has. */
    long highestEpochSeen() {
        return Math.max(rivalEpoch(), freshBackupEpoch());
    }

    /** Highest epoch that a peer has named which is more than a backup without state. */
    long rivalEpoch() {
        long highest = 0;
        for (WorkerEnds end : ends) {
            highest = Math.max(highest, end.status().highestEpochSeen());
        }
        return highest;
    }

    /** Highest epoch that a backup without state has named, 0 when none has come. */
    long freshBackupEpoch() {
        long highest = 0;
        for (WorkerEnds end : ends) {
            highest = Math.max(highest, end.status().freshBackupEpoch());
        }
        return highest;
    }

    /** Primary: from now on it has to ask its peer for the epoch once more. */
    void forgetAnswers() {
        for (int i = 0; i < probesBefore.length; i++) {
            probesBefore[i] = ends[i].status().probes();
        }
    }

    /** Primary: whether every channel without a backup has asked for the epoch since; one with a backup hears it anyway. */
    boolean allHaveAsked() {
        for (int i = 0; i < probesBefore.length; i++) {
            ChannelStatus status = ends[i].status();
            if (status.state() != ChannelState.STREAMING && status.probes() <= probesBefore[i]) {
                return false;
            }
        }
        return true;
    }

    /** Primary: whether the backup asks on every channel for a planned handover. */
    boolean allWantHandover() {
        for (WorkerEnds end : ends) {
            if (!end.status().peerWantsHandover()) {
                return false;
            }
        }
        return true;
    }

    /** Backup: whether the primary has stopped for it, and all is received. */
    boolean allHandedOver() {
        for (WorkerEnds end : ends) {
            if (!end.status().handedOver()) {
                return false;
            }
        }
        return true;
    }

    /** What went wrong last, as a sentence. */
    String firstProblem() {
        for (WorkerEnds end : ends) {
            if (!end.status().lastProblem().isEmpty()) {
                return end.status().lastProblem();
            }
        }
        return "its connections are not up";
    }
}
