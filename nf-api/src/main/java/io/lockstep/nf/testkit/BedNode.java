package io.lockstep.nf.testkit;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.SharedVariable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One node with one network function: workers and owners as queues, stepped one at a time in an order that the
 * interleaving's seed decides. A live node tags accesses; a replaying one follows the records' tags and throws
 * {@link DivergenceError} at the first thing that is not as recorded.
 *
 * <p>One thread. What the API leaves undefined differs from node to node.
 */
final class BedNode implements AutoCloseable {
    private final BedSpec spec;
    private final boolean replaying;
    private final SplittableRandom interleaving;
    private final SplittableRandom garbage;
    private final BedSetup setup;
    private final NetworkFunction function;
    private final BedBuffers buffers;
    private final BedResults results;
    private final List<BedOwner> owners = new ArrayList<>();
    private final List<BedWorker> workers = new ArrayList<>();

    BedNode(BedSpec spec, boolean replaying, long interleavingSeed) {
        this.spec = spec;
        this.replaying = replaying;
        this.interleaving = new SplittableRandom(interleavingSeed);
        this.garbage = interleaving.split();
        this.buffers = new BedBuffers(spec.ports(), garbage.split());
        this.results = new BedResults(spec);
        this.setup = new BedSetup(spec);
        this.function = spec.factory().open(setup);
        setup.complete();
        for (int index = 0; index < spec.owners(); index++) {
            owners.add(new BedOwner(index, this));
        }
        for (int index = 0; index < spec.workers(); index++) {
            workers.add(new BedWorker(this, function.newProcessor()));
        }
    }

    BedSpec spec() {
        return spec;
    }

    boolean isReplaying() {
        return replaying;
    }

    BedBuffers buffers() {
        return buffers;
    }

    BedResults results() {
        return results;
    }

    List<BedTimer> timers() {
        return setup.timers();
    }

    Collection<BedVariable<?>> variables() {
        return setup.variables().values();
    }

    BedOwner owner(int index) {
        return owners.get(index);
    }

    BedWorker worker(int index) {
        return workers.get(index);
    }

    boolean owns(SharedVariable<?> variable) {
        return variables().stream().anyMatch(mine -> mine == variable);
    }

    boolean declared(DropReason reason) {
        return setup.reasons().contains(reason);
    }

    BedContext newContext(BedRecord record) {
        return new BedContext(this, record, garbage.split());
    }

    void receive(BedRecord record) {
        workers.get(record.worker).receive(record);
    }

    /** Steps until nothing moves: every packet has its verdict then, unless a replay waits for an access in vain. */
    void run() {
        List<Runnable> steps = enabledSteps();
        while (!steps.isEmpty()) {
            steps.get(interleaving.nextInt(steps.size())).run();
            steps = enabledSteps();
        }
        if (workers.stream().anyMatch(worker -> worker.unfinished() != 0)) {
            throw new DivergenceError("the replay stands still: "
                    + owners.stream().map(BedOwner::waitsFor).toList());
        }
    }

    /** Sends a context with a request to the owner; a replay checks first that there is a tag for it. */
    void submit(BedContext context) {
        int owner = context.variable().owner();
        if (replaying) {
            BedRecord record = context.record();
            if (context.accessesMade() == record.accesses.size()) {
                throw new DivergenceError(record + ": access " + context.accessesMade() + " to " + context.variable()
                        + " has no tag; recorded were " + record.accesses.size() + " accesses");
            }
            if (recordedAccess(context).owner() != owner) {
                throw new DivergenceError(record + ": access " + context.accessesMade() + " goes to "
                        + context.variable() + "; recorded was owner "
                        + recordedAccess(context).owner());
            }
        }
        owners.get(owner).submit(context);
    }

    BedAccess recordedAccess(BedContext context) {
        return context.record().accesses.get(context.accessesMade());
    }

    void finish(BedContext context) {
        BedRecord record = context.record();
        BedOutcome outcome = results.settle(context);
        if (!replaying) {
            record.outcome = outcome;
        } else if (context.accessesMade() != record.accesses.size()) {
            throw new DivergenceError(record + ": " + outcome.verdict() + " after " + context.accessesMade()
                    + " accesses; recorded were " + record.outcome.verdict() + " after " + record.accesses.size());
        } else if (!outcome.equals(record.outcome)) {
            String thrown = context.failure() == null ? "" : " (" + context.failure() + ")";
            throw new DivergenceError(record + ": " + outcome + thrown + "; recorded was " + record.outcome);
        }
    }

    /** Takes over another node's state as bytes, and its place in every order. Both nodes are idle. */
    void join(BedNode other) {
        for (BedVariable<?> variable : variables()) {
            variable.regions()
                    .copyFrom(other.setup.variables().get(variable.name()).regions());
        }
        for (BedOwner owner : other.owners) {
            owners.get(other.owners.indexOf(owner)).nextSequence(owner.nextSequence());
        }
    }

    @Override
    public void close() {
        function.close();
    }

    private List<Runnable> enabledSteps() {
        List<Runnable> steps = new ArrayList<>();
        for (int index = 0; index < workers.size(); index++) {
            BedWorker worker = workers.get(index);
            if (worker.canStart()) {
                steps.add(worker::start);
            }
            addOwnerSteps(steps, index, worker);
        }
        return steps;
    }

    private void addOwnerSteps(List<Runnable> steps, int workerIndex, BedWorker worker) {
        for (int index = 0; index < owners.size(); index++) {
            BedOwner owner = owners.get(index);
            int ownerIndex = index;
            if (worker.hasReply(index)) {
                steps.add(() -> worker.resume(ownerIndex));
            }
            if (owner.hasRequest(workerIndex)) {
                steps.add(() -> owner.step(workerIndex));
            }
        }
    }
}
