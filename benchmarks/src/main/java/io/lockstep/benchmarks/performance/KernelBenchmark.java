package io.lockstep.benchmarks.performance;

import java.util.List;
import java.util.Locale;

/**
 * CPU time per packet of the NAT beside nftables, which a Linux user would run instead. The figures of nftables were measured on this
 * class of machine before and are not measured again here: that needs a traffic source of the kernel's speed.
 */
final class KernelBenchmark implements Benchmark {
    private static final double NFTABLES_KNOWN_NS = 575;
    private static final double CONNTRACKD_KNOWN_NS = 631;
    private static final double NFTABLES_NEW_NS = 1_943;
    private static final double CONNTRACKD_NEW_NS = 3_052;
    private static final String SOURCE = ", published for this class of machine, not measured in this run";
    private static final int CAPTURE_FLOWS = 10_000;

    private final NatRuns nat;

    KernelBenchmark(NatRuns nat) {
        this.nat = nat;
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public String what() {
        return "CPU time per 64 B packet of the NAT, alone and as a pair, for known and for new flows";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        NatRuns.Figures known = nat.of(lab, Frames.SHORTEST_BYTES);
        Replay replay = new Replay(
                Captures.flows(lab.directory(), CAPTURE_FLOWS, Frames.SHORTEST_BYTES),
                CAPTURE_FLOWS,
                Frames.SHORTEST_BYTES);
        NodeCost freshSolo = FreshFlowRun.solo(lab, replay);
        NodeCost[] freshPair = FreshFlowRun.pair(lab, replay);
        return List.of(
                one("kernel/solo-known", known.solo(), NFTABLES_KNOWN_NS, "nftables SNAT"),
                sum(
                        "kernel/pair-known",
                        known.primary(),
                        known.backup(),
                        CONNTRACKD_KNOWN_NS,
                        "nftables SNAT with conntrackd",
                        "<= 400"),
                one("kernel/solo-new", freshSolo, NFTABLES_NEW_NS, "nftables SNAT"),
                sum(
                        "kernel/pair-new",
                        freshPair[0],
                        freshPair[1],
                        CONNTRACKD_NEW_NS,
                        "nftables SNAT with conntrackd",
                        "<= 800"));
    }

    private static Result one(String name, NodeCost cost, double reference, String what) {
        String against = String.format(
                Locale.ROOT, "%s%s; thread CPU, spinning included: %.0f ns", what, SOURCE, cost.threadNs());
        return Result.beside(name, cost.allNs(), "ns/packet", reference, against, "");
    }

    private static Result sum(
            String name, NodeCost primary, NodeCost backup, double reference, String what, String aim) {
        String against = String.format(
                Locale.ROOT,
                "%s%s; here primary %.0f plus backup %.0f ns; thread CPU, spinning included: %.0f ns",
                what,
                SOURCE,
                primary.allNs(),
                backup.allNs(),
                primary.threadNs() + backup.threadNs());
        return Result.beside(name, primary.allNs() + backup.allNs(), "ns/packet", reference, against, aim);
    }
}
