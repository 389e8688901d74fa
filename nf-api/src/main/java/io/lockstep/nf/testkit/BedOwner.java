package io.lockstep.nf.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A state owner. Requests come in one queue per worker; a live node runs them as they come and tags them, a replaying node
 * runs them strictly in the order of their tags and parks those that are early.
 */
final class BedOwner {
    private final int index;
    private final BedNode node;
    private final List<ArrayDeque<BedContext>> requests = new ArrayList<>();
    private final Map<Long, BedContext> parked = new TreeMap<>();
    private final List<OwnerAccess> history = new ArrayList<>();
    private long nextSequence;

    BedOwner(int index, BedNode node) {
        this.index = index;
        this.node = node;
        for (int worker = 0; worker < node.spec().workers(); worker++) {
            requests.add(new ArrayDeque<>());
        }
    }

    List<OwnerAccess> history() {
        return history;
    }

    long nextSequence() {
        return nextSequence;
    }

    void nextSequence(long sequence) {
        nextSequence = sequence;
    }

    void submit(BedContext context) {
        requests.get(context.record().worker).add(context);
    }

    boolean hasRequest(int worker) {
        return !requests.get(worker).isEmpty();
    }

    /** Takes the next request of a worker. */
    void step(int worker) {
        BedContext context = requests.get(worker).remove();
        if (node.isReplaying()) {
            parked.put(node.recordedAccess(context).sequence(), context);
            runParked();
        } else {
            context.record().accesses.add(run(context));
        }
    }

    /** Says what the owner waits for, when nothing moves any more. */
    String waitsFor() {
        return "owner " + index + " waits for sequence number " + nextSequence + "; parked: " + parked.keySet();
    }

    private void runParked() {
        for (BedContext next = parked.remove(nextSequence); next != null; next = parked.remove(nextSequence)) {
            replay(next, node.recordedAccess(next));
        }
    }

    private void replay(BedContext context, BedAccess recorded) {
        int access = context.accessesMade();
        run(context).firstDifference(recorded).ifPresent(difference -> {
            throw new DivergenceError(context.record() + ", access " + access + " (owner " + index
                    + ", sequence number " + recorded.sequence() + ", variable " + recorded.variable() + "): "
                    + difference + " as recorded");
        });
    }

    private BedAccess run(BedContext context) {
        BedRecord record = context.record();
        String variable = context.variable().name();
        history.add(new OwnerAccess(nextSequence, record.worker, record.ordinal, context.accessesMade(), variable));
        BedAccess access = context.runAccess(index, nextSequence++);
        node.worker(record.worker).reply(index, context);
        return access;
    }
}
