package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.plugin.FreshFlows;
import io.lockstep.daemon.admin.AdminException;
import java.io.IOException;
import java.time.Duration;

/**
 * The NAT where every packet opens a flow. The table only fills, as no mapping may expire sooner than RFC 4787 allows, so this can be
 * looked at once per start, while it goes from half full to nearly full. Before that a node warms up with flows that it knows, few new
 * ones among them.
 *
 * <p>A node is asked for its figures at the window's ends and a few times on the way there, no more: in a pair on two cores what answers
 * runs on the other node's core, and every answer of a hundred a second would be in the figures.
 */
final class FreshFlowRun {
    private static final Duration WARM_UP = Duration.ofSeconds(20); // the start of the nodes included
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final double FROM = 0.5; // of what the table holds
    private static final double TO = 0.9;
    private static final long FASTEST_PER_MS = 10_000; // flows: more than any node opens
    private static final long SHORTEST_SLEEP_MS = 20;
    private static final double TOLERATED_LOSS = 0.001;

    private final Replay replay;
    private final BenchNode releasing;
    /** Packets that the node has released without opening a flow. */
    private final long released;

    private FreshFlowRun(Replay replay, BenchNode releasing, long released) {
        this.replay = replay;
        this.releasing = releasing;
        this.released = released;
    }

    /** What a packet costs a node without a pair. */
    static NodeCost solo(Lab lab, Replay known) throws Exception {
        Replay replay = known.freshFrom(warmAt(lab));
        NodeFile file = replay.configure(lab, new NodeFile(lab, "fresh-solo", "primary", lab.firstCore()));
        try (BenchNode node = BenchNode.start(lab, file)) {
            node.awaitState("solo");
            FreshFlowRun run = afterWarmUp(replay, node);
            Sample from = run.awaitFilled(FROM);
            Sample to = run.awaitFilled(TO);
            checkLosses(from, to);
            return new NodeCost(from, to, to.released(from));
        }
    }

    /** What a packet costs a primary and its backup, in this order. */
    static NodeCost[] pair(Lab lab, Replay known) throws Exception {
        Replay replay = known.freshFrom(warmAt(lab));
        try (NatPairStage stage = NatPairStage.start(lab, "fresh", replay)) {
            FreshFlowRun run = afterWarmUp(replay, stage.backup());
            run.awaitFilled(FROM);
            Sample primaryFrom = stage.primary().sample();
            Sample backupFrom = stage.backup().sample();
            run.awaitFilled(TO);
            Sample primaryTo = stage.primary().sample();
            Sample backupTo = stage.backup().sample();
            checkLosses(backupFrom, backupTo);
            return new NodeCost[] {
                new NodeCost(primaryFrom, primaryTo, primaryTo.received(primaryFrom)),
                new NodeCost(backupFrom, backupTo, backupTo.released(backupFrom))
            };
        }
    }

    private static long warmAt(Lab lab) {
        return System.currentTimeMillis() + lab.pace().of(WARM_UP).toMillis();
    }

    /** Where the nodes have come up too late to warm up, all that they have released has opened a flow. */
    private static FreshFlowRun afterWarmUp(Replay replay, BenchNode releasing) throws Exception {
        long leftMs = replay.freshFromMs() - System.currentTimeMillis();
        Thread.sleep(Math.max(0, leftMs));
        long released = releasing.sample().status().counts().released();
        long flows = leftMs > 0 ? released / FreshFlows.WARM_UP_SHARE : released;
        if (flows > FROM * replay.maxFlows()) {
            throw new BenchmarkFailure("the warm-up has opened some " + flows + " flows of " + replay.maxFlows()
                    + ", more than it may: FreshFlows.WARM_UP_SHARE is too small for this machine");
        }
        return new FreshFlowRun(replay, releasing, released - flows);
    }

    /** Waits until a part of the table is full. */
    private Sample awaitFilled(double part) throws InterruptedException, AdminException, BenchmarkFailure, IOException {
        long flows = (long) (part * replay.maxFlows());
        long deadlineNs = System.nanoTime() + WITHIN.toNanos();
        Sample sample = releasing.sample();
        while (opened(sample) < flows) {
            if (System.nanoTime() > deadlineNs) {
                throw new BenchmarkFailure(flows + " flows were not opened within a minute: " + releasing.describe());
            }
            Thread.sleep(sleepMs(flows - opened(sample)));
            sample = releasing.sample();
        }
        return sample;
    }

    /**
     * How long to wait, in milliseconds, before a node is asked again. Never so long that the node could go far beyond these flows: a
     * rate of its own, seen while the node did not have its core, would do that.
     */
    static long sleepMs(long flows) {
        return Math.max(SHORTEST_SLEEP_MS, flows / FASTEST_PER_MS);
    }

    private long opened(Sample sample) {
        return sample.status().counts().released() - released;
    }

    private static void checkLosses(Sample from, Sample to) throws BenchmarkFailure {
        if (to.lost(from) > TOLERATED_LOSS * to.released(from)) {
            throw new BenchmarkFailure("packets were lost that should have opened flows: "
                    + to.status().drops());
        }
    }
}
