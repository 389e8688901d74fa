package io.lockstep.benchmarks.performance;

import java.nio.file.Path;
import java.util.List;

/** One shared access per packet, worker and owner each on a core, against the same function with the access inlined. */
final class AccessBenchmark implements Benchmark {
    private static final int FLOWS = 100_000;
    private static final int BUFFERS = FLOWS + 16_384;
    private static final int BUFFER_BYTES = 1_024;
    private static final int MTU_BYTES = 900;

    @Override
    public String name() {
        return "access";
    }

    @Override
    public String what() {
        return "one shared access per packet over 100k flows, worker and owner each on a core";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        Pace pace = lab.pace();
        try (BenchNode shared = start(lab, "access-shared", false);
                BenchNode inlined = start(lab, "access-inlined", true)) {
            double beforeNs = distanceNs(lab);
            double[] rates = Turns.medians(
                    pace.rounds(),
                    () -> Load.thawedWindow(shared, pace).releasedRate(),
                    () -> Load.thawedWindow(inlined, pace).releasedRate());
            return List.of(
                    Result.beside(
                            "access",
                            rates[0],
                            "M packets/s",
                            rates[1],
                            "the same function with the access inlined in the worker, in turn",
                            "ratio >= 0.5"),
                    Result.alone("access/accesses", rates[0], "M accesses/s", ">= 20 (where cores are free)"),
                    Result.alone("access/core to core and back, before", beforeNs, "ns", ""),
                    Result.alone("access/core to core and back, after", distanceNs(lab), "ns", ""));
        }
    }

    /** Each access goes there and back; on a virtual machine the way is not always equally long. */
    private static double distanceNs(Lab lab) throws InterruptedException {
        return CoreDistance.roundTripNs(lab.firstCore(), lab.secondCore());
    }

    /** A warm node, frozen. */
    private static BenchNode start(Lab lab, String name, boolean inlined) throws Exception {
        Path capture = Captures.flows(lab.directory(), FLOWS, Frames.SHORTEST_BYTES);
        NodeFile file = new NodeFile(lab, name, "primary", lab.firstCore())
                .node("threads", "dedicated")
                .node("cores", "[" + lab.firstCore() + ", " + lab.secondCore() + "]")
                .dpdk("pool-buffers", BUFFERS)
                .dpdk("buffer-bytes", BUFFER_BYTES)
                .port("left", "net_pcap0", "rx_pcap=" + capture + ",infinite_rx=1")
                .port("right", "net_null0", "no-rx=1")
                .portsMtu(MTU_BYTES)
                .function("counts", lab.functions(), "flow-counts", "{ inlined: " + inlined + " }");
        return Load.warmAndFrozen(BenchNode.start(lab, file), lab.pace());
    }
}
