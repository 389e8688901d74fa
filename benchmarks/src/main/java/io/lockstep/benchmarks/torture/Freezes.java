package io.lockstep.benchmarks.torture;

/** SIGSTOP, and SIGCONT when the world has moved on. */
final class Freezes {
    private static final long WATCH_MS = 1_000;

    private Freezes() {}

    /** The backup is promoted meanwhile. The old primary wakes up with full rings and an old view, and fences itself. */
    static void primary(Round round) throws Exception {
        round.traffic().mark();
        Wire.Frames before = round.wire().frames();
        long frozenNs = System.nanoTime();
        round.nodeA().freeze();
        round.promoteB(round.plan().variant());
        round.awaitTraffic();
        round.playOn(Math.max(0, round.options().freezeMs() - (System.nanoTime() - frozenNs) / 1_000_000));
        // What is asked for now waits in the frozen node's rings: a wrong answer to it would draw traffic away.
        round.forgetNeighbours();
        round.awaitTraffic();
        round.nodeA().thaw();
        Wire.Frames atFence = round.awaitFenced();
        round.playOn(WATCH_MS);
        round.awaitTraffic();
        Wire.Frames after = round.wire().frames();
        if (round.plan().releaseByPrimary()) {
            // What the backup acknowledged before it was promoted is the old primary's to release, and may be so late.
            round.checks().remark(after.since(before).ipOfA() + " late packets of the old primary");
            round.checks().equal(0, after.since(atFence).ipOfA(), "packets released by the fenced primary");
        } else {
            round.checks().equal(0, after.since(before).ipOfA(), "packets released by the old primary since SIGSTOP");
        }
        round.checks().equal(0, after.since(before).arpOfA(), "ARP frames of the old primary since SIGSTOP");
        round.checks().equal(0, after.since(atFence).arpOfA(), "ARP frames of the old primary since it is fenced");
    }

    /** The primary goes solo meanwhile. The backup wakes up left behind, and stays so. */
    static void backup(Round round) throws Exception {
        round.traffic().mark();
        long frozenNs = System.nanoTime();
        round.nodeB().freeze();
        round.figure("solo_within", round.nodeA().awaitState("solo"), "ms");
        round.awaitTraffic();
        round.playOn(Math.max(0, round.options().freezeMs() - (System.nanoTime() - frozenNs) / 1_000_000));
        Wire.Frames before = round.wire().frames();
        round.nodeB().thaw();
        Cuts.awaitLeftBehind(round);
        Wire.Frames behind = round.awaitQuietB();
        round.checks().remark(behind.since(before).ipOfB() + " late packets of the backup");
        round.playOn(WATCH_MS);
        round.checks()
                .equal(0, round.wire().frames().since(behind).ipOfB(), "packets released by a backup left behind");
    }
}
