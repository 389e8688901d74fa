package io.lockstep.runtime.owner;

import io.lockstep.nf.Access;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.memory.Prefetcher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;

/**
 * Hosts shared variables: runs every access to them, one at a time, and numbers it.
 *
 * <p>Live, it takes requests as they come and gives each the next sequence number. In replay it runs them in the order of the
 * numbers that the primary gave; an early one is parked until its turn. Draining, at a promotion, it skips a number once no worker
 * can bring it any more: what never arrived was never released, so nobody can contradict the survivor's order.
 *
 * <p>Bounds: at most {@code workers * inFlight} requests exist, so neither rings nor the parking lot can overflow. The mode is set
 * by the conductor and read once per duty cycle.
 */
public final class StateOwner implements Agent {
    private static final int REQUEST_LIMIT = 64;
    /** Lines that are fetched with one call: while the next ones are being named, these are on their way. */
    private static final int LINES_PER_CALL = 8;

    private final int index;
    private final AccessMessage[][] messages;
    private final AccessRing[] requests;
    private final AccessRing[] replies;
    private final AccessMessage[] batch = new AccessMessage[REQUEST_LIMIT];
    /** Of a batch, those whose accesses have more to name. */
    private final int[] unfinished = new int[REQUEST_LIMIT];

    private final MemorySegment lines = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, REQUEST_LIMIT);
    private final long linesAt = lines.address();
    private final Prefetcher prefetcher;
    private final DrainBarrier barrier;
    private final DivergenceListener divergence;

    private final Long2ObjectHashMap<AccessMessage> parked;
    private OwnerMode mode;
    private long nextSequence;
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
        this.prefetcher = prefetcher;
        this.parked = new Long2ObjectHashMap<>(2 * workers * inFlight, 0.6f, true);
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
            work += runBatch(requests[worker], messages[worker]);
        }
        if (work == 0 && mode == OwnerMode.DRAIN && !parked.isEmpty() && barrier.nothingMoves()) {
            skipGap();
            work++;
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

    /** Takes what there is, has fetched what the accesses will read, then runs them: so their cache misses overlap. */
    private int runBatch(AccessRing ring, AccessMessage[] messagesOfWorker) {
        int size = Math.min(ring.available(), REQUEST_LIMIT);
        for (int i = 0; i < size; i++) {
            batch[i] = messagesOfWorker[ring.peek(i)];
        }
        ring.take(size);
        if (size > 1) {
            prefetchMessages(size);
            prefetchState(size);
        }
        for (int i = 0; i < size; i++) {
            onRequest(batch[i]);
        }
        return size;
    }

    /** The worker's core holds them. */
    private void prefetchMessages(int size) {
        for (int i = 0; i < size; i++) {
            Memory.putLong(linesAt + i * 8L, batch[i].address());
        }
        prefetcher.prefetch(lines, size);
    }

    /** What the accesses will read: two steps for all, a third for those that have asked for it. */
    private void prefetchState(int size) {
        prefetch(size, 0);
        int unfinishedSize = prefetch(size, 1);
        if (unfinishedSize > 0) {
            prefetch(unfinishedSize, 2);
        }
    }

    /**
     * One step. The place of an access that has more to name is noted with a branch, which a processor foresees: without one, all that
     * follows would wait for what the access has just read.
     *
     * @return how many have more to name
     */
    private int prefetch(int asked, int step) {
        int count = 0;
        int left = 0;
        for (int i = 0; i < asked; i++) {
            int place = step < 2 ? i : unfinished[i];
            long named = batch[place].prefetch(step);
            long address = named & ~Access.MORE;
            if (address != 0) {
                Memory.putLong(linesAt + count * 8L, address);
                if (++count == LINES_PER_CALL) {
                    prefetcher.prefetch(lines, count);
                    count = 0;
                }
            }
            if (named < 0) {
                unfinished[left++] = place;
            }
        }
        if (count > 0) {
            prefetcher.prefetch(lines, count);
        }
        return left;
    }

    private void onRequest(AccessMessage message) {
        if (mode == OwnerMode.LIVE) {
            message.sequence(nextSequence);
            run(message);
        } else {
            onRecorded(message);
        }
    }

    private void onRecorded(AccessMessage message) {
        long sequence = message.sequence();
        if (sequence == nextSequence) {
            run(message);
            runParked();
        } else if (sequence > nextSequence) {
            park(sequence, message);
        } else if (mode == OwnerMode.DRAIN) {
            runOutOfTurn(message);
        } else {
            onDivergence(message, "it was executed before");
        }
    }

    private void park(long sequence, AccessMessage message) {
        if (parked.containsKey(sequence)) {
            onDivergence(message, "two accesses carry the same sequence number");
            return;
        }
        parked.put(sequence, message);
        barrier.parked(index, parked.size());
    }

    private void runParked() {
        while (!parked.isEmpty()) {
            AccessMessage message = parked.remove(nextSequence);
            if (message == null) {
                return;
            }
            barrier.parked(index, parked.size());
            run(message);
        }
    }

    /** Drain: the earliest parked access runs although numbers before it are missing. */
    private void skipGap() {
        long earliest = Long.MAX_VALUE;
        Long2ObjectHashMap<AccessMessage>.KeyIterator keys = parked.keySet().iterator();
        while (keys.hasNext()) {
            earliest = Math.min(earliest, keys.nextLong());
        }
        gaps += earliest - nextSequence;
        gapsSkipped = gaps;
        nextSequence = earliest;
        runParked();
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

    private void onDivergence(AccessMessage message, String what) {
        if (!diverged) {
            diverged = true;
            divergence.onDivergence("owner " + index + " waits for sequence number " + nextSequence + " and got "
                    + message.sequence() + " for " + message.variable().name() + " from worker "
                    + message.worker() + ": " + what);
        }
        message.run();
        reply(message);
    }
}
