package io.lockstep.benchmarks.torture;

/** {@code kill -9} of either node. */
final class Kills {
    private static final long WATCH_MS = 1_500;

    private Kills() {}

    /** The backup is promoted; then the old primary is started again with its old configuration, and is fenced. */
    static void primary(Round round) throws Exception {
        round.traffic().mark();
        round.nodeA().kill();
        round.promoteB(false);
        round.awaitTraffic();
        Wire.Frames before = round.wire().frames();
        round.nodeA().start();
        round.awaitFenced();
        round.checks()
                .equal(
                        0,
                        round.wire().frames().since(before).ipOfA(),
                        "packets released by the old primary, back again");
    }

    /** The primary goes on alone; the backup, started again with nothing in it, is not taken for one that could be promoted. */
    static void backup(Round round) throws Exception {
        round.traffic().mark();
        round.nodeB().kill();
        round.figure("solo_within", round.nodeA().awaitState("solo"), "ms");
        round.checks()
                .that(
                        !round.nodeA().status().reason().isEmpty(),
                        "a solo primary says why",
                        round.nodeA().status());
        round.awaitTraffic();
        Wire.Frames before = round.wire().frames();
        rejoinInVain(round);
        round.checks().equal(0, round.wire().frames().since(before).ipOfB(), "packets released by the new backup");
    }

    /** The primary releases nothing more, whatever comes. */
    static void backupUnderHold(Round round) throws Exception {
        round.traffic().mark();
        round.nodeB().kill();
        round.figure("holding_within", round.nodeA().awaitState("holding"), "ms");
        rejoinInVain(round);
        round.playOn(WATCH_MS);
        round.checks().equal(0, round.wire().frames().ipOfA(), "packets released by the holding primary");
        round.checks()
                .that(
                        round.nodeA().status().state().equals("holding"),
                        "it goes on holding",
                        round.nodeA().status());
    }

    /** As far as the product goes today: a fresh backup needs a transfer of state, which there is not. */
    private static void rejoinInVain(Round round) throws Exception {
        round.nodeB().start();
        round.nodeB()
                .await(
                        "is refused",
                        status -> status.channels().stream()
                                .anyMatch(channel -> channel.lastProblem().contains("refuses this backup")));
        round.checks()
                .that(
                        round.nodeB().status().state().equals("joining"),
                        "it does not join",
                        round.nodeB().status());
        round.checkPromotionRefused("never been in sync");
    }
}
