package io.lockstep.benchmarks.performance;

import java.util.List;

/** One worker between two {@code net_null} ports, against {@code dpdk-testpmd}: what the runtime and the API cost. */
final class ForwardBenchmark implements Benchmark {
    private static final int BUFFERS = 16_383;
    private static final int BUFFER_BYTES = 2_048;

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public String what() {
        return "one worker, two net_null ports, MAC swap through the whole runtime";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        NodeFile file = new NodeFile(lab, "forward", "primary", lab.firstCore())
                .dpdk("pool-buffers", BUFFERS)
                .dpdk("buffer-bytes", BUFFER_BYTES)
                .port("left", "net_null0", "")
                .port("right", "net_null1", "")
                .function("macswap", lab.functions(), "macswap", "");
        Testpmd testpmd = new Testpmd(lab, "macswap", List.of("net_null0", "net_null1"), BUFFERS, BUFFER_BYTES);
        try (BenchNode node = Load.warmAndFrozen(BenchNode.start(lab, file), lab.pace())) {
            double[] rates = Turns.medians(
                    lab.pace().rounds(),
                    () -> Load.thawedWindow(node, lab.pace()).releasedRate(),
                    testpmd::run);
            return List.of(Result.beside(
                    "forward",
                    rates[0],
                    "M packets/s",
                    rates[1],
                    "dpdk-testpmd macswap, same devices, same core, in turn",
                    "ratio >= 0.7, stretch 0.85"));
        }
    }
}
