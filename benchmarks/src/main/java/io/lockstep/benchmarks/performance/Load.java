package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.AdminException;
import java.io.IOException;

/** Watches a node under its full load. */
final class Load {
    private static final int LOOK_MS = 1_000;
    private static final double STEADY = 0.03;
    private static final int AFTER_FREEZE_MS = 200;

    private Load() {}

    /** Waits until the node releases as many packets each second as in the second before, give or take 3 %: all is compiled. */
    static void warmUp(BenchNode node, Pace pace)
            throws InterruptedException, IOException, AdminException, BenchmarkFailure {
        long deadlineNs = System.nanoTime() + pace.warmUpMs() * 1_000_000L;
        int lookMs = Math.min(LOOK_MS, pace.warmUpMs() / 2);
        Sample before = node.sample();
        double last = 0;
        while (System.nanoTime() < deadlineNs) {
            Thread.sleep(lookMs);
            Sample now = node.sample();
            double rate = now.releasedRate(before);
            if (rate > 0 && Math.abs(rate - last) < STEADY * rate) {
                return;
            }
            last = rate;
            before = now;
        }
        if (last == 0) {
            throw new BenchmarkFailure("nothing is released: " + node.describe());
        }
    }

    /** A node that runs alone, warm and frozen; ended where that does not come about. */
    static BenchNode warmAndFrozen(BenchNode node, Pace pace) throws Exception {
        try {
            node.awaitState("solo");
            warmUp(node, pace);
            node.freeze();
            return node;
        } catch (Exception e) {
            node.close();
            throw e;
        }
    }

    /** Two looks, one window apart. */
    static Window window(BenchNode node, Pace pace)
            throws InterruptedException, IOException, AdminException, BenchmarkFailure {
        Sample from = node.sample();
        Thread.sleep(pace.windowMs());
        return new Window(from, node.sample());
    }

    /** The same on a node that was frozen, and is again afterwards. */
    static Window thawedWindow(BenchNode node, Pace pace) throws Exception {
        node.thaw();
        try {
            Thread.sleep(AFTER_FREEZE_MS);
            return window(node, pace);
        } finally {
            node.freeze();
        }
    }

    /** What a node did between two moments. */
    record Window(Sample from, Sample to) {
        /** Millions of packets a second that left. */
        double releasedRate() {
            return to.releasedRate(from);
        }

        /** What a packet cost. */
        NodeCost cost() {
            return new NodeCost(from, to, to.released(from));
        }
    }
}
