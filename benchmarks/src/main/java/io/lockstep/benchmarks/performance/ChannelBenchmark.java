package io.lockstep.benchmarks.performance;

import java.util.ArrayList;
import java.util.List;

/** The record stream, log to inbox, against plain TCP of the same write size on loopback. */
final class ChannelBenchmark implements Benchmark {
    private static final String AIM = "ratio >= 0.8";

    /** Packets that a worker receives at once. */
    private static final int BURST = 32;

    private final ChannelRuns runs;

    ChannelBenchmark(ChannelRuns runs) {
        this.runs = runs;
    }

    @Override
    public String name() {
        return "channel";
    }

    @Override
    public String what() {
        return "record stream between two threads, from log to inbox and acknowledged, 64 B and 1,500 B packets";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        List<Result> results = new ArrayList<>();
        add(results, "channel/64", runs.of(lab, 64));
        add(results, "channel/64-burst", runs.of(lab, 64, BURST));
        add(results, "channel/1500", runs.of(lab, 1_500));
        return results;
    }

    private static void add(List<Result> results, String name, ChannelRuns.Figures figures) {
        results.add(Result.beside(
                name,
                figures.stream().records(),
                "M records/s",
                figures.plain().records(),
                "as many bytes by plain TCP, same write size, loopback, in turn",
                AIM));
        results.add(Result.beside(
                name + " sender",
                figures.stream().senderNs(),
                "ns/record",
                figures.plain().senderNs(),
                "the time that plain TCP's sender spends in its writes: the kernel's part",
                ""));
    }
}
