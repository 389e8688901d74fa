package io.lockstep.nf.testkit;

import io.lockstep.nf.NetworkFunctionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A node with one network function, without DPDK, runtime or threads, for unit tests of the function.
 *
 * <p>{@link #receive} handles one packet to its end. {@link #inject} queues packets and {@link #run} handles them together,
 * many in flight at once on all workers and owners, in an order that follows from the seed alone.
 *
 * <p>Stricter than a real node: what the API leaves undefined is garbage, breaking one of its rules throws in the
 * function's code, and packets and contexts are dead after the verdict. One thread.
 */
public final class NfTestBed implements AutoCloseable {
    private final BedNode node;
    private final SplittableRandom random;
    private final List<BedRecord> recording = new ArrayList<>();
    private final long[] timerDueNs;
    private long nowNs;

    NfTestBed(BedSpec spec) {
        this.random = new SplittableRandom(spec.seed());
        this.node = new BedNode(spec, false, random.nextLong());
        this.nowNs = spec.startNs();
        this.timerDueNs = node.timers().stream()
                .mapToLong(timer -> nowNs + timer.interval().toNanos())
                .toArray();
    }

    /** Starts the description of a node that runs what a factory opens. */
    public static NfTestBedBuilder builder(NetworkFunctionFactory factory) {
        return new NfTestBedBuilder(factory);
    }

    /** Receives a packet on a worker that the seed chooses, and runs until all is done. Returns what was sent. */
    public List<Output> receive(String port, byte[] frame) {
        inject(port, frame);
        return run();
    }

    /** Receives a packet on a given worker, and runs until all is done. Returns what was sent. */
    public List<Output> receive(int worker, String port, byte[] frame) {
        inject(worker, port, frame);
        return run();
    }

    /** Receives a packet on a worker that the seed chooses; it waits for {@link #run}. */
    public void inject(String port, byte[] frame) {
        inject(random.nextInt(node.spec().workers()), port, frame);
    }

    /** Receives a packet on a given worker; it waits for {@link #run}. */
    public void inject(int worker, String port, byte[] frame) {
        if (worker < 0 || worker >= node.spec().workers()) {
            throw new IllegalArgumentException("worker " + worker + " does not exist; there are workers 0 to "
                    + (node.spec().workers() - 1));
        }
        record(worker, node.spec().port(port), frame.clone(), BedRecord.NO_TIMER);
    }

    /** Runs until every packet has its verdict. Returns what was sent since the last return, in order of the verdicts. */
    public List<Output> run() {
        node.run();
        return node.results().takeOutputs();
    }

    /** Moves the clock forward, fires the timers that come due, and runs until all is done. Returns what was sent. */
    public List<Output> advance(Duration time) {
        moveClock(time);
        return run();
    }

    /** The clock, in nanoseconds since the epoch: what packets received now are stamped with. */
    public long now() {
        return nowNs;
    }

    /** Counts of dropped packets by reason, since the start; {@code <instance>.<name>} for the function's own reasons. */
    public Map<String, Long> drops() {
        return Map.copyOf(node.results().drops());
    }

    /** How many packets were dropped for a reason. */
    public long dropped(String reason) {
        return node.results().drops().getOrDefault(reason, 0L);
    }

    /** How many packets ended with {@code done()}. */
    public long consumed() {
        return node.results().consumed();
    }

    /** What the network function has thrown so far; each such packet is counted under {@code nf-exception}. */
    public List<Throwable> exceptions() {
        return Collections.unmodifiableList(node.results().exceptions());
    }

    /** What an owner has run so far, in its order. */
    public List<OwnerAccess> accesses(int owner) {
        return Collections.unmodifiableList(node.owner(owner).history());
    }

    /** The state of a shared variable, for a test to look into. */
    public <S> S state(String variable, Class<S> type) {
        return type.cast(variable(variable).state());
    }

    /** The regions that hold the state of a shared variable. */
    public NativeRegions regions(String variable) {
        return variable(variable).regions();
    }

    /** Closes the network function. */
    @Override
    public void close() {
        node.close();
    }

    BedNode node() {
        return node;
    }

    /** All inputs so far with what was done about them, in the order in which they came. */
    List<BedRecord> recording() {
        return recording;
    }

    /** Moves the clock forward and queues the timers that come due, each at its own time. */
    void moveClock(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time cannot go back by " + time.abs());
        }
        long targetNs = Math.addExact(nowNs, time.toNanos());
        for (int timer = nextTimer(targetNs); timer != BedRecord.NO_TIMER; timer = nextTimer(targetNs)) {
            nowNs = timerDueNs[timer];
            timerDueNs[timer] += node.timers().get(timer).interval().toNanos();
            record(0, 0, new byte[0], timer);
        }
        nowNs = targetNs;
    }

    private int nextTimer(long untilNs) {
        int next = BedRecord.NO_TIMER;
        for (int timer = 0; timer < timerDueNs.length; timer++) {
            boolean due = timerDueNs[timer] <= untilNs;
            if (due && (next == BedRecord.NO_TIMER || timerDueNs[timer] < timerDueNs[next])) {
                next = timer;
            }
        }
        return next;
    }

    private void record(int worker, int port, byte[] frame, int timer) {
        long ordinal = node.worker(worker).nextOrdinal();
        BedRecord record = new BedRecord(worker, ordinal, port, frame, timer, nowNs, random.nextLong());
        recording.add(record);
        node.receive(record);
    }

    private BedVariable<?> variable(String name) {
        return node.variables().stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no shared variable is named '" + name + "'; declared are " + node.variables()));
    }
}
