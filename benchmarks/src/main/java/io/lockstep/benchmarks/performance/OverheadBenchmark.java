package io.lockstep.benchmarks.performance;

import java.util.ArrayList;
import java.util.List;

/** What protection costs the primary: CPU time per packet with a pair minus without. */
final class OverheadBenchmark implements Benchmark {
    private static final String FTC =
            "; published: FTC spends about 160 ns per packet on locks, state copies and buffers";

    private final NatRuns nat;
    private final ChannelRuns channel;

    OverheadBenchmark(NatRuns nat, ChannelRuns channel) {
        this.nat = nat;
        this.channel = channel;
    }

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String what() {
        return "CPU time per packet on the primary, protected minus solo, worker alone and all agents";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        List<Result> results = new ArrayList<>();
        add(results, "64", nat.of(lab, Frames.SHORTEST_BYTES), channel.of(lab, 64), "<= 80");
        add(results, "1500", nat.of(lab, 1_500), channel.of(lab, 1_500), "<= 250");
        return results;
    }

    private static void add(
            List<Result> results, String size, NatRuns.Figures nat, ChannelRuns.Figures channel, String aimOfAll) {
        NodeCost solo = nat.solo();
        NodeCost pair = nat.primary();
        results.add(new Result(
                "overhead/worker-" + size,
                pair.workerNs() - solo.workerNs(),
                "ns/packet",
                null,
                null,
                difference(pair.workerNs(), solo.workerNs()) + FTC,
                "<= 25"));
        results.add(Result.beside(
                "overhead/all-" + size,
                pair.allNs() - solo.allNs(),
                "ns/packet",
                channel.plain().senderNs(),
                "plain TCP's sender alone, same bytes, same run (" + difference(pair.allNs(), solo.allNs()) + ")",
                aimOfAll));
    }

    private static String difference(double protectedNs, double soloNs) {
        return "protected %.0f ns minus solo %.0f ns".formatted(protectedNs, soloNs);
    }
}
