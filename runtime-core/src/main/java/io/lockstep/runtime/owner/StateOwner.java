package io.lockstep.runtime.owner;

import io.lockstep.runtime.memory.Prefetcher;
import org.agrona.concurrent.Agent;

/**
 * Hosts shared variables: runs every access to them, one at a time, and numbers it.
 *
 * <p>Live, it takes requests as they come and gives each the next sequence number. In replay it runs them in the order of the
 * numbers that the primary gave; an early one is parked until its turn ({@link ReplayOrder}). Draining, at a promotion, it skips a number once no worker
 * can bring it any more: what never arrived was never released, so nobody can contradict the survivor's order.
 *
 * <p>Bounds: at most {@code workers * inFlight} requests exist, so neither rings nor the parking lot can overflow. The mode is set
 * by the conductor and read once per duty cycle.
 */
public final class StateOwner implements Agent {
    private static final int REQUEST_LIMIT = 64;

    private final int index;
    private final AccessMessage[][] messages;
    private final AccessRing[] requests;
    private final AccessRing[] replies;
    private final AccessMessage[] batch = new AccessMessage[REQUEST_LIMIT];
    private final BatchPrefetch prefetch;
    private final DrainBarrier barrier;
    private final DivergenceListener divergence;

    private final ReplayOrder parked;
    private OwnerMode mode;
    private long nextSequence;
    private int parkedSaid;
    private boolean diverged;

    private volatile OwnerMode requestedMode;
    private volatile OwnerMode reachedMode;
    private volatile long gapsSkipped;
    private volatile long executedTotal;
    private volatile int parkedTotal;
    private long gaps;

    /** Makes an owner with its side of the rings. */
    public StateOwner(
            int index,
            int workers,
            int inFlight,
            AccessRings rings,
            OwnerMode mode,
            DrainBarrier barrier,
            DivergenceListener divergence,
            Prefetcher prefetcher) {
        this.index = index;
        this.mode = mode;
        this.requestedMode = mode;
        this.reachedMode = mode;
        this.barrier = barrier;
        this.divergence = divergence;
        this.prefetch = new BatchPrefetch(prefetcher, REQUEST_LIMIT);
        this.parked = new ReplayOrder(workers * inFlight);
        this.messages = new AccessMessage[workers][];
        this.requests = new AccessRing[workers];
        this.replies = new AccessRing[workers];
        for (int worker = 0; worker < workers; worker++) {
            messages[worker] = rings.messages(worker);
            requests[worker] = rings.request(worker, index);
            replies[worker] = rings.reply(worker, index);
        }
    }

    @Override
    public String roleName() {
        return "owner-" + index;
    }

    @Override
    public int doWork() {
        if (mode != requestedMode) {
            mode = requestedMode;
            reachedMode = mode;
        }
        int work = 0;
        for (int worker = 0; worker < requests.length; worker++) {
            work += poll(worker);
        }
        if (mode == OwnerMode.DRAIN) {
            work += drain(work == 0);
        }
        if (work > 0) {
            for (AccessRing ring : replies) {
                ring.publish();
            }
            executedTotal = nextSequence;
            parkedTotal = parked.size();
        }
        return work;
    }

    /** Asks for a mode. Conductor. */
    public void mode(OwnerMode next) {
        requestedMode = next;
    }

    /** The mode that the owner runs in. */
    public OwnerMode reachedMode() {
        return reachedMode;
    }

    /** Sequence numbers skipped at promotions. Any thread. */
    public long gapsSkipped() {
        return gapsSkipped;
    }

    /** Sequence number after the last executed access, as of the last duty cycle that did something. Any thread. */
    public long nextSequence() {
        return executedTotal;
    }

    /** Accesses that wait for an earlier one, as of the last duty cycle that did something. Any thread. */
    public int parked() {
        return parkedTotal;
    }

    private int poll(int worker) {
        int size = receive(requests[worker], messages[worker]);
        if (size == 0) {
            return 0;
        }
        if (mode == OwnerMode.LIVE) {
            runLive(size);
        } else {
            replay(size);
        }
        return size;
    }

    /** Takes what there is into the batch, and has its messages fetched: so their cache misses overlap. */
    private int receive(AccessRing ring, AccessMessage[] messagesOfWorker) {
        int size = Math.min(ring.available(), REQUEST_LIMIT);
        for (int i = 0; i < size; i++) {
            batch[i] = messagesOfWorker[ring.peek(i)];
        }
        ring.take(size);
        prefetch.messages(batch, size);
        return size;
    }

    private void runLive(int size) {
        prefetch.state(batch, size);
        for (int i = 0; i < size; i++) {
            onRequest(batch[i]);
        }
    }

    private void onRequest(AccessMessage message) {
        message.sequence(nextSequence);
        run(message);
    }

    /** All are parked, and what is next is taken from there a batch at a time, whoever the accesses came from. */
    private void replay(int size) {
        parked.add(nextSequence, batch, size);
        runParked();
    }

    private void runBatch(int size) {
        prefetch.state(batch, size);
        for (int i = 0; i < size; i++) {
            run(batch[i]);
        }
    }

    private void runParked() {
        while (parked.size() > 0) {
            int size = parked.take(nextSequence, batch);
            if (size > 0) {
                sayParked(0);
                runBatch(size);
            } else if (parked.hasLate(nextSequence)) {
                sayParked(0);
                onLate(parked.takeLate());
            } else {
                return;
            }
        }
    }

    private void onLate(AccessMessage message) {
        if (mode == OwnerMode.DRAIN) {
            runOutOfTurn(message);
        } else {
            onDivergence(message);
        }
    }

    /** What is parked still has now waited for all that has come. */
    private int drain(boolean idle) {
        sayParked(parked.size());
        if (!idle || parked.size() == 0 || !barrier.nothingMoves()) {
            return 0;
        }
        skipGap();
        sayParked(parked.size());
        return 1;
    }

    /** Drain: the earliest parked access runs although numbers before it are missing. */
    private void skipGap() {
        long earliest = parked.first(nextSequence);
        gaps += earliest - nextSequence;
        gapsSkipped = gaps;
        nextSequence = earliest;
        runParked();
    }

    /** Only who drains asks, so that replay does not write what other owners' cores hold. */
    private void sayParked(int accesses) {
        if (parkedSaid != accesses && mode == OwnerMode.DRAIN) {
            parkedSaid = accesses;
            barrier.parked(index, accesses);
        }
    }

    /** Drain: behind a gap a record may make other accesses than it did on the primary; they run as they come. */
    private void runOutOfTurn(AccessMessage message) {
        message.run();
        reply(message);
    }

    private void run(AccessMessage message) {
        nextSequence++;
        message.run();
        reply(message);
    }

    private void reply(AccessMessage message) {
        replies[message.worker()].put(message.number());
    }

    private void onDivergence(AccessMessage message) {
        if (!diverged) {
            diverged = true;
            divergence.onDivergence("owner " + index + " waits for sequence number " + nextSequence + " and got "
                    + message.sequence() + " for " + message.variable().name() + " from worker "
                    + message.worker() + ": it was executed before");
        }
        message.run();
        reply(message);
    }
}
