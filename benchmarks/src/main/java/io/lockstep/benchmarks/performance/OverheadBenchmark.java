package io.lockstep.benchmarks.performance;

import java.util.ArrayList;
import java.util.List;

/** What protection costs the primary: CPU time per packet with a pair minus without. */
final class OverheadBenchmark implements Benchmark {
    private static final String FTC =
            "; published: FTC spends about 160 ns per packet on locks, state copies and buffers";

    private final NatRuns nat;

    OverheadBenchmark(NatRuns nat) {
        this.nat = nat;
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
        add(results, "64", nat.of(lab, Frames.SHORTEST_BYTES), "<= 80");
        add(results, "1500", nat.of(lab, 1_500), "<= 250");
        return results;
    }

    private static void add(List<Result> results, String size, NatRuns.Figures figures, String aimOfAll) {
        results.add(result(
                "overhead/worker-" + size,
                figures.primary().workerNs(),
                figures.solo().workerNs(),
                "<= 25"));
        results.add(result(
                "overhead/all-" + size,
                figures.primary().allNs(),
                figures.solo().allNs(),
                aimOfAll));
    }

    private static Result result(String name, double protectedNs, double soloNs, String aim) {
        String against = "protected %.0f ns minus solo %.0f ns%s".formatted(protectedNs, soloNs, FTC);
        return new Result(name, protectedNs - soloNs, "ns/packet", null, null, against, aim);
    }
}
