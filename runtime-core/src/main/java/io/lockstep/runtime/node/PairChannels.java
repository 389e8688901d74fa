package io.lockstep.runtime.node;

import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.role.Term;
import java.util.List;

/** What the channels of all workers say of the peer, taken together. Reads their status; conductor thread, no allocation. */
final class PairChannels {
    private final List<WorkerEnds> ends;

    PairChannels(List<WorkerEnds> ends) {
        this.ends = ends;
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
        long highest = 0;
        for (WorkerEnds end : ends) {
            highest = Math.max(highest, end.status().highestEpochSeen());
        }
        return highest;
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
