package io.lockstep.benchmarks.performance;

import java.util.List;

/** The NAT, protected, both nodes on this machine with a core each, counted by what leaves the backup. */
final class NatPairBenchmark implements Benchmark {
    private final NatRuns nat;
    private final ChannelRuns channel;

    NatPairBenchmark(NatRuns nat, ChannelRuns channel) {
        this.nat = nat;
        this.channel = channel;
    }

    @Override
    public String name() {
        return "nat-pair";
    }

    @Override
    public String what() {
        return "NAT as a pair, each node on a core, endless replay of 10k flows of 64 B and 1,500 B";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        NatRuns.Figures small = nat.of(lab, Frames.SHORTEST_BYTES);
        NatRuns.Figures large = nat.of(lab, 1_500);
        ChannelRuns.Figures smallChannel = channel.of(lab, 64);
        ChannelRuns.Figures largeChannel = channel.of(lab, 1_500);
        return List.of(
                besideSolo("nat-pair/64", small, ">= 4 (where two cores are free), stretch 8"),
                besideChannel("nat-pair/64-of-channel", small, smallChannel),
                besideSolo("nat-pair/1500", large, ""),
                besideChannel("nat-pair/1500-of-channel", large, largeChannel));
    }

    private static Result besideSolo(String name, NatRuns.Figures figures, String aim) {
        return Result.beside(
                name,
                figures.pairRate(),
                "M packets/s",
                figures.soloRate(),
                "the same node without a pair, on the primary's core, in turn",
                aim);
    }

    private static Result besideChannel(String name, NatRuns.Figures figures, ChannelRuns.Figures channel) {
        return Result.beside(
                name,
                figures.pairRate(),
                "M packets/s",
                channel.stream().records(),
                "channel, the record stream alone, same run",
                "ratio >= 0.4");
    }
}
