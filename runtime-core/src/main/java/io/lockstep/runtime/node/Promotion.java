package io.lockstep.runtime.node;

import io.lockstep.runtime.owner.OwnerMode;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.runtime.worker.WorkerMode;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A backup's way to primary. The epoch is on disk before anyone is told of it, and nothing is undone after that. Conductor thread.
 */
final class Promotion {
    private final NodeControls node;
    private final PairChannels channels;
    private PromotionRequest current;
    private NodeState origin;
    private long epoch;
    /** Whether workers leave packets in the NIC while the epoch is being written: not beside a primary that may still take them. */
    private boolean keepsPackets;

    private long epochSavedNs;
    private long drainedNs;
    private PromoteResult finished;
    private volatile PromoteResult last;

    Promotion(NodeControls node) {
        this.node = node;
        this.channels = node.channels;
        // Loads what answers a request now rather than in the middle of an outage.
        new PromotionRequest(PromotionKind.TAKEOVER, 0, new CompletableFuture<>()).refuse("", 0);
    }

    /** The promotion that made this node primary, or null. Any thread. */
    PromoteResult last() {
        return last;
    }

    /** Takes a wish up, or refuses it. */
    void request(PromotionRequest request) {
        String refusal = request.kind() == PromotionKind.SWITCHOVER ? switchoverRefusal() : refusal(request.forced());
        if (refusal == null && highestKnown() >= Term.MAX_EPOCH) {
            refusal = "epoch " + highestKnown() + " has been named and there is no higher one: restart the pair";
        }
        if (refusal != null) {
            request.refuse(refusal, node.epoch());
        } else if (request.kind() == PromotionKind.SWITCHOVER) {
            current = request;
            node.modes(WorkerMode.TAKE_OVER);
            node.term(Term.takingOver(node.epoch(), "a switchover was asked for"));
            node.enter(NodeState.TAKING_OVER);
        } else {
            giveUpSwitchover("a forced promotion came in between");
            begin(request);
        }
    }

    /** The primary has handed over, asked just now or earlier. */
    void primaryHandedOver() {
        begin(
                current != null
                        ? current
                        : new PromotionRequest(
                                PromotionKind.SWITCHOVER, node.clock.nanoTime(), new CompletableFuture<>()));
    }

    /** Tells whoever asked for a switchover that it has come to nothing. */
    void giveUpSwitchover(String sentence) {
        if (current != null) {
            current.refuse("no switchover: " + sentence, node.epoch());
            current = null;
        }
    }

    private void begin(PromotionRequest request) {
        current = request;
        origin = node.state();
        epoch = highestKnown() + 1;
        node.epochs.save(new StoredEpochs(epoch, epoch));
        keepsPackets = origin == NodeState.PRIMARY_LOST;
        if (keepsPackets) {
            node.modes(WorkerMode.RAISE);
        }
        node.enter(NodeState.RAISING_EPOCH);
    }

    private long highestKnown() {
        return Math.max(
                Math.max(node.epoch(), channels.highestEpochSeen()),
                node.epochs.loaded().seen());
    }

    void raisingEpoch() {
        String problem = node.epochs.problem();
        if (problem != null) {
            takeBack("the new epoch cannot be stored: " + problem);
        } else if (node.divergence() != null && !current.forced()) {
            takeBack("this backup has diverged: " + node.divergence());
        } else if (!node.epochs.isBusy() && node.epochs.saved().epoch() >= epoch) {
            epochSavedNs = node.clock.nanoTime();
            node.term(Term.of(Role.PROMOTING, epoch, "promotion was asked for"));
            node.ownerModes(OwnerMode.DRAIN);
            node.modes(WorkerMode.DRAIN);
            node.enter(NodeState.DRAINING);
        } else if (keepsPackets && node.clock.nanoTime() - current.requestedNs() > node.options.peerTimeoutNs()) {
            passBy(); // a disk that hangs: what would wait so long is worth nothing, and the ports' ARP answers are
        }
    }

    private void passBy() {
        keepsPackets = false;
        node.modes(WorkerMode.REPLAY);
    }

    /** Nobody has been told of the new epoch: it goes from the disk too, where a write that failed may have left it. */
    private void takeBack(String sentence) {
        current.refuse(sentence, node.epoch());
        current = null;
        node.epochs.save(new StoredEpochs(
                node.epoch(), Math.max(node.epoch(), node.epochs.loaded().seen())));
        backToOrigin();
    }

    private void backToOrigin() {
        if (origin == NodeState.TAKING_OVER) {
            origin = NodeState.PRIMARY_LOST;
            node.modes(WorkerMode.REPLAY);
            node.term(Term.backup(node.epoch(), node.term().reason()));
        } else if (keepsPackets) {
            passBy();
        }
        node.enter(origin);
    }

    void draining() {
        boolean drained = true;
        for (int i = 0; i < node.workers.size(); i++) {
            ChannelStatus status = node.ends.get(i).status();
            boolean complete =
                    !node.options.paired() || (node.term().equals(status.actedOn()) && status.inboundComplete());
            node.workers.get(i).inputComplete(complete);
            drained &= complete && node.workers.get(i).drained();
        }
        if (drained) {
            drainedNs = node.clock.nanoTime();
            node.ownerModes(OwnerMode.LIVE);
            node.enter(NodeState.GOING_LIVE);
        }
    }

    void goingLive() {
        if (!node.allOwnersReached(OwnerMode.LIVE)) {
            return;
        }
        if (finished == null) {
            for (Worker worker : node.workers) {
                node.clock.advanceTo(worker.lastTimeNs());
            }
            if (node.session.get() == null) {
                node.session.bind(new PairSession.Bound(UUID.randomUUID(), node.options.secret()));
            }
            node.modes(WorkerMode.SOLO);
            finish();
        }
        if (node.allReached(WorkerMode.SOLO)) {
            // Only now, when the workers are on their way: to wake the one who waits for it takes a moment.
            current.result().complete(finished);
            current = null;
            finished = null;
            node.enter(NodeState.SOLO);
        }
    }

    private void finish() {
        long gaps = 0;
        for (StateOwner owner : node.owners) {
            gaps += owner.gapsSkipped();
        }
        node.term(Term.primary(epoch, false, "promoted; no backup"));
        finished = new PromoteResult(
                true,
                "this node is primary in epoch " + epoch,
                epoch,
                current.requestedNs(),
                epochSavedNs,
                drainedNs,
                node.clock.nanoTime(),
                gaps);
        last = finished;
    }

    private String switchoverRefusal() {
        return switch (node.state()) {
            case IN_SYNC -> null;
            case PRIMARY_LOST ->
                "the primary cannot be reached (" + channels.firstProblem()
                        + "): there is nobody to hand over; promote without --switchover";
            case JOINING -> "this backup is not in sync: " + channels.firstProblem();
            case TAKING_OVER -> "a switchover is under way";
            default -> refusal(false);
        };
    }

    private String refusal(boolean force) {
        return switch (node.state()) {
            case IN_SYNC, TAKING_OVER ->
                force
                        ? null
                        : "the primary is alive and connected; --switchover makes it hand over without losing a packet,"
                                + " --force takes over although it is alive";
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
            case RAISING_EPOCH, DRAINING, GOING_LIVE -> "a promotion is under way";
            case DIVERGED ->
                force
                        ? null
                        : "this backup has diverged and its state cannot be trusted: "
                                + node.term().reason()
                                + "; restart the other node as primary, or use --force if wrong state beats none";
            case FENCED -> "this node is fenced: " + node.term().reason() + "; restart it as a backup";
            case WAITING_FOR_BACKUP, PROTECTED, RECONNECTING, HOLDING, HANDING_OVER, GOING_SOLO, SOLO ->
                "this node is primary already";
        };
    }
}
