package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.AdminException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The NAT where every packet opens a flow. The table only fills, as no mapping may expire sooner than RFC 4787 allows, so this can be
 * looked at once per start: between two fillings, the first millions being the warm-up.
 */
final class FreshFlowRun {
    private static final long POLL_MS = 10;
    private static final long WITHIN_NS = TimeUnit.SECONDS.toNanos(60);
    private static final double TOLERATED_LOSS = 0.001;

    private FreshFlowRun() {}

    /** What a packet costs a node without a pair. */
    static NodeCost solo(Lab lab, Replay replay) throws Exception {
        NodeFile file = replay.configure(lab, new NodeFile(lab, "fresh-solo", "primary", lab.firstCore()));
        try (BenchNode node = BenchNode.start(lab, file)) {
            node.awaitState("solo");
            Sample from = awaitReleased(node, replay.flowsToFill() / 2);
            Sample to = awaitReleased(node, replay.flowsToFill());
            checkLosses(from, to);
            return new NodeCost(from, to, to.released(from));
        }
    }

    /** What a packet costs a primary and its backup, in this order. */
    static NodeCost[] pair(Lab lab, Replay replay) throws Exception {
        try (NatPairStage stage = NatPairStage.start(lab, "fresh", replay)) {
            awaitReleased(stage.backup(), replay.flowsToFill() / 2);
            Sample primaryFrom = stage.primary().sample();
            Sample backupFrom = stage.backup().sample();
            awaitReleased(stage.backup(), replay.flowsToFill());
            Sample primaryTo = stage.primary().sample();
            Sample backupTo = stage.backup().sample();
            checkLosses(backupFrom, backupTo);
            return new NodeCost[] {
                new NodeCost(primaryFrom, primaryTo, primaryTo.received(primaryFrom)),
                new NodeCost(backupFrom, backupTo, backupTo.released(backupFrom))
            };
        }
    }

    private static Sample awaitReleased(BenchNode node, long packets)
            throws InterruptedException, AdminException, BenchmarkFailure, IOException {
        long deadlineNs = System.nanoTime() + WITHIN_NS;
        while (true) {
            Sample now = node.sample();
            if (now.status().counts().released() >= packets) {
                return now;
            }
            if (System.nanoTime() > deadlineNs) {
                throw new BenchmarkFailure(
                        packets + " packets did not open a flow within a minute: " + node.describe());
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static void checkLosses(Sample from, Sample to) throws BenchmarkFailure {
        if (to.lost(from) > TOLERATED_LOSS * to.released(from)) {
            throw new BenchmarkFailure("packets were lost that should have opened flows: "
                    + to.status().drops());
        }
    }
}
