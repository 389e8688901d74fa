package io.lockstep.benchmarks.torture;

import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;

/** {@code lockstep promote --switchover}: no fault at all, and so nothing may be lost. */
final class Switchovers {
    private Switchovers() {}

    /** The primary hands over under traffic and ends fenced. */
    static void planned(Round round) throws Exception {
        round.traffic().mark();
        PromoteResult result = round.nodeB().promote(PromotionKind.SWITCHOVER);
        round.checks().that(result.accepted(), "node-b takes over", result.message());
        round.checks().equal(2, result.epoch(), "is node-b's epoch");
        round.figure("switchover", (result.primaryAtUs() - result.acceptedAtUs()) / 1e3, "ms");
        Wire.Frames fenced = round.awaitFenced();
        NodeStatus old = round.nodeA().status();
        round.checks()
                .that(old.reason().contains("handed over"), "the old primary says why it is fenced", old.reason());
        round.awaitTraffic();
        round.checks()
                .equal(
                        0,
                        round.wire().frames().since(fenced).ipOfA(),
                        "packets released by the primary that has handed over");
    }
}
