package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The NAT twice on one replay: a pair, primary and backup each on a core, and a node without pair on the primary's. All but who is
 * measured are frozen; a pair is patient enough for that.
 */
final class NatPairStage implements AutoCloseable {
    private static final int AFTER_THAW_MS = 200;
    private static final String PATIENCE = "2m";

    private final Pace pace;
    private final BenchNode primary;
    private final BenchNode backup;

    private NatPairStage(Pace pace, BenchNode primary, BenchNode backup) {
        this.pace = pace;
        this.primary = primary;
        this.backup = backup;
    }

    /** A warm pair, frozen. */
    static NatPairStage warmAndFrozen(Lab lab, String name, Replay replay) throws Exception {
        NatPairStage stage = start(lab, name, replay);
        try {
            Load.warmUp(stage.backup, lab.pace());
            stage.freeze();
            return stage;
        } catch (Exception e) {
            stage.close();
            throw e;
        }
    }

    /** A pair that has just begun to work. */
    static NatPairStage start(Lab lab, String name, Replay replay) throws Exception {
        int[] ports = freePorts();
        String a = "127.0.0.1:" + ports[0];
        String b = "127.0.0.1:" + ports[1];
        NodeFile first = replay.configure(lab, new NodeFile(lab, name + "-a", "primary", lab.firstCore()));
        NodeFile second = replay.configureBackup(lab, new NodeFile(lab, name + "-b", "backup", lab.secondCore()));
        BenchNode primary = BenchNode.start(lab, inPair(first, a, b));
        BenchNode backup = null;
        try {
            backup = BenchNode.start(lab, inPair(second, b, a));
            primary.awaitState("protected");
            backup.awaitState("in-sync");
            return new NatPairStage(lab.pace(), primary, backup);
        } catch (Exception e) {
            primary.close();
            if (backup != null) {
                backup.close();
            }
            throw e;
        }
    }

    private static NodeFile inPair(NodeFile file, String listen, String peer) {
        return file.replication("listen", listen)
                .replication("peer", peer)
                .replication("peer-timeout", PATIENCE)
                .replication("lag-timeout", PATIENCE);
    }

    BenchNode primary() {
        return primary;
    }

    BenchNode backup() {
        return backup;
    }

    /** One window of the pair under full load. */
    Figures window() throws Exception {
        thaw();
        try {
            Thread.sleep(AFTER_THAW_MS);
            Sample primaryFrom = primary.sample();
            Sample backupFrom = backup.sample();
            Thread.sleep(pace.windowMs());
            Sample primaryTo = primary.sample();
            Sample backupTo = backup.sample();
            check(primaryTo, "protected");
            check(backupTo, "in-sync");
            return new Figures(
                    backupTo.releasedRate(backupFrom),
                    new NodeCost(primaryFrom, primaryTo, primaryTo.received(primaryFrom)),
                    new NodeCost(backupFrom, backupTo, backupTo.released(backupFrom)));
        } finally {
            freeze();
        }
    }

    private static void check(Sample sample, String state) throws BenchmarkFailure {
        if (!sample.status().state().equals(state)) {
            throw new BenchmarkFailure(sample.status().name() + " was to be " + state + " and is "
                    + sample.status().state() + ": " + sample.status().reason());
        }
    }

    private void freeze() throws IOException, InterruptedException {
        primary.freeze();
        backup.freeze();
    }

    private void thaw() throws IOException, InterruptedException {
        backup.thaw();
        primary.thaw();
    }

    @Override
    public void close() {
        primary.close();
        backup.close();
    }

    /** Two ports of the loopback that nobody listens on. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    /**
     * A window.
     *
     * @param releasedRate millions of packets a second that left the pair
     * @param primary its cost
     * @param backup its cost
     */
    record Figures(double releasedRate, NodeCost primary, NodeCost backup) {}
}
