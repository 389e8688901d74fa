package io.lockstep.benchmarks.torture;

/** The replication link fails while both nodes live. */
final class Cuts {
    private static final long SHORT_MS = Round.PEER_TIMEOUT_MS / 2;
    private static final long ROUGH_MS = 2_500;
    private static final long WATCH_MS = 500;

    private Cuts() {}

    /** The pair is protected again, with nothing lost or repeated. */
    static void shorterThanTimeout(Round round) throws Exception {
        round.traffic().mark();
        round.cable().cut(round.plan().variant());
        round.playOn(SHORT_MS);
        round.cable().heal();
        round.figure("protected_within", awaitProtected(round), "ms");
        round.awaitTraffic();
        checkNeverSolo(round);
    }

    /** The primary goes solo and says so; the backup, back again, is left behind and cannot be promoted by mistake. */
    static void longerThanTimeout(Round round) throws Exception {
        round.traffic().mark();
        round.cable().cut(round.plan().variant());
        round.figure("solo_within", round.nodeA().awaitState("solo"), "ms");
        round.checks()
                .that(
                        round.nodeA().status().protection().equals("solo"),
                        "the primary says that it is unprotected",
                        round.nodeA().status());
        round.nodeB().awaitState("primary-lost");
        round.awaitTraffic();
        round.cable().heal();
        awaitLeftBehind(round);
        Wire.Frames behind = round.awaitQuietB();
        round.playOn(WATCH_MS);
        round.checks()
                .equal(0, round.wire().frames().since(behind).ipOfB(), "packets released by a backup left behind");
        round.checks()
                .that(
                        round.nodeA().status().state().equals("solo"),
                        "the primary stays solo",
                        round.nodeA().status());
    }

    /** Nothing is released while the link is cut; then all goes on, with nothing lost or repeated. */
    static void longerThanTimeoutUnderHold(Round round) throws Exception {
        round.traffic().mark();
        round.cable().cut(round.plan().variant());
        round.figure("holding_within", round.nodeA().awaitState("holding"), "ms");
        round.nodeB().awaitState("primary-lost");
        Wire.Frames before = round.wire().frames();
        round.playOn(WATCH_MS);
        Wire.Frames held = round.wire().frames().since(before);
        round.checks().equal(0, held.ipOfA() + held.ipOfB(), "packets released while the primary holds");
        round.cable().heal();
        round.figure("protected_within", awaitProtected(round), "ms");
        round.awaitTraffic();
        checkNeverSolo(round);
    }

    /** The backup is promoted behind the cut; the old primary holds, and fences itself when it learns of it. */
    static void promotionUnderHold(Round round) throws Exception {
        round.traffic().mark();
        Wire.Frames before = round.wire().frames();
        round.cable().cut(round.plan().variant());
        round.nodeA().awaitState("holding");
        round.promoteB(false);
        round.awaitTraffic();
        round.cable().heal();
        Wire.Frames atFence = round.awaitFenced();
        round.playOn(WATCH_MS);
        round.awaitTraffic();
        Wire.Frames after = round.wire().frames();
        round.checks().equal(0, after.since(before).ipOfA(), "packets released by the old primary since the cut");
        round.checks().equal(0, after.since(atFence).arpOfA(), "ARP frames of the old primary since it is fenced");
    }

    /** The link loses and reorders packets; the pair stays in sync. */
    static void lossAndReordering(Round round) throws Exception {
        round.traffic().mark();
        Cable.Roughness before;
        round.cable().roughen();
        before = round.cable().roughness();
        round.playOn(ROUGH_MS);
        Cable.Roughness now = round.cable().roughness();
        round.checks().that(now.lost() > 0, "packets got lost", now);
        round.checks().that(now.early() > before.early(), "packets were reordered", now);
        round.checks()
                .remark("%d packets of the link lost, %d delayed, %d early"
                        .formatted(now.lost(), now.slow(), now.early() - before.early()));
        round.cable().heal();
        awaitProtected(round);
        round.awaitTraffic();
        checkNeverSolo(round);
    }

    static void awaitLeftBehind(Round round) throws Exception {
        round.nodeB()
                .await(
                        "has been told that the primary went on without it",
                        status -> status.channels().stream()
                                .anyMatch(channel -> channel.lastProblem().contains("refuses this backup")));
        round.checkPromotionRefused("gone on without this backup");
    }

    private static double awaitProtected(Round round) throws Exception {
        double ms = round.nodeA().awaitState("protected");
        round.nodeB().awaitState("in-sync");
        return ms;
    }

    private static void checkNeverSolo(Round round) throws Exception {
        round.checks().equal(1, round.nodeA().status().epoch(), "is the epoch");
        Wire.Frames all = round.wire().frames();
        long byTheOther = round.plan().releaseByPrimary() ? all.ipOfB() : all.ipOfA();
        round.checks().equal(0, byTheOther, "packets released by the node that is not to release them");
    }
}
