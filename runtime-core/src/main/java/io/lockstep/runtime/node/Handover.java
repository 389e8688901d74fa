package io.lockstep.runtime.node;

import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.runtime.worker.WorkerMode;

/**
 * The primary's side of a planned handover. Conductor thread.
 *
 * <pre>
 *   LINGERING ── no packet for a while ──► FINISHING ── all executed by the backup ──► SAVING ──► fenced
 *     still takes packets: the backup        takes none; in-flight ones end             so that a restart
 *     has announced itself, and who sends    and are streamed                           does not forget it
 *     here does not know it yet
 * </pre>
 *
 * <p>Until it is fenced the node can go back to being primary, and does when the backup leaves, takes its wish back, or is too slow.
 */
final class Handover {
    /** How far it is. */
    private enum Step {
        /** Takes packets that still come. */
        LINGERING,
        /** Takes no more packets. */
        FINISHING,
        /** The epoch file is being written. */
        SAVING
    }

    private final NodeControls node;
    private final PairChannels channels;
    private Step step = Step.LINGERING;
    private boolean declined;
    private long received;
    private long quietSinceNs;

    Handover(NodeControls node) {
        this.node = node;
        this.channels = node.channels;
    }

    /** Whether the backup asks for it. A wish that came to nothing has to be taken back before it can be made again. */
    boolean isWanted() {
        if (!channels.allWantHandover()) {
            declined = false;
            return false;
        }
        return !declined && node.epoch() < Term.MAX_EPOCH;
    }

    void begin() {
        step = Step.LINGERING;
        received = node.receivedPackets();
        quietSinceNs = node.clock.nanoTime();
        node.modes(WorkerMode.LINGER);
        node.enter(NodeState.HANDING_OVER);
    }

    /** One duty cycle; false when it has come to nothing and the node is primary as before. */
    boolean goesOn() {
        if (!channels.allWantHandover()
                || !channels.allStreaming()
                || channels.anyPeerDiverged()
                || node.sinceNs() > node.options.switchover().timeoutNs()) {
            takeBack();
            return false;
        }
        switch (step) {
            case LINGERING -> lingering();
            case FINISHING -> finishing();
            case SAVING -> {
                return saving();
            }
        }
        return true;
    }

    private void lingering() {
        long nowNs = node.clock.nanoTime();
        long now = node.receivedPackets();
        if (now != received) {
            received = now;
            quietSinceNs = nowNs;
        }
        if (nowNs - quietSinceNs >= node.options.switchover().quietNs()
                || node.sinceNs() >= node.options.switchover().lingerNs()) {
            node.modes(WorkerMode.QUIESCE);
            step = Step.FINISHING;
        }
    }

    private void finishing() {
        for (int i = 0; i < node.workers.size(); i++) {
            Worker worker = node.workers.get(i);
            long end = worker.quiescedAt();
            if (worker.reachedMode() != WorkerMode.QUIESCE
                    || end < 0
                    || node.ends.get(i).log().acknowledgedOrdinal() != end) {
                return;
            }
        }
        node.epochs.save(new StoredEpochs(node.epoch(), node.epoch() + 1));
        step = Step.SAVING;
    }

    /** False when the disk does not take the epoch: a node that might forget that it was replaced stays primary. */
    private boolean saving() {
        if (node.epochs.problem() != null) {
            takeBack();
            return false;
        }
        if (!node.epochs.isBusy() && node.epochs.saved().seen() > node.epoch()) {
            node.modes(WorkerMode.STOPPED);
            node.term(Term.handedOver(
                    node.epoch(), "handed over to the backup, as asked; it is primary in the next epoch"));
            node.enter(NodeState.FENCED);
        }
        return true;
    }

    private void takeBack() {
        declined = channels.allWantHandover(); // not when it ended with its connection: on the next it is a new one
        if (step == Step.SAVING) {
            node.epochs.save(new StoredEpochs(node.epoch(), node.epoch()));
        }
        node.modes(WorkerMode.PROTECTED);
        node.announceAgain();
    }
}
