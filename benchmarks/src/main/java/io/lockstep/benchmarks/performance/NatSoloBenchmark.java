package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.demo.DemoFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The NAT on one core without a pair, on an endless replay, against {@code dpdk-testpmd} from the same source. */
final class NatSoloBenchmark implements Benchmark {
    private static final int IMIX_FLOWS = 10_000;
    private static final int IMIX_PACKETS_PER_FLOW = 12;
    private static final int LONGEST_BYTES = 1_514;

    @Override
    public String name() {
        return "nat-solo";
    }

    @Override
    public String what() {
        return "NAT on one core, endless replay of 10k, 100k and 1M flows of 64 B, an Internet mix, and the kernel's traffic";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        Path directory = lab.directory();
        List<Result> results = new ArrayList<>();
        results.add(measure(
                lab,
                "10k",
                shortFrames(directory, 10_000),
                "; FastClick on one core of this class of machine, same source: IPRewriter 7.0, FlowIPNAT 16.5 M/s",
                ">= 12, stretch: ahead of FlowIPNAT"));
        Result hundred = measure(
                lab,
                "100k",
                shortFrames(directory, 100_000),
                "; FastClick on one core of this class of machine, same source: IPRewriter 2.2, FlowIPNAT 10 M/s",
                ">= 8, stretch: ahead of FlowIPNAT");
        results.add(hundred);
        int packets = IMIX_FLOWS * IMIX_PACKETS_PER_FLOW;
        Replay imix = new Replay(Captures.imix(directory, IMIX_FLOWS), packets, LONGEST_BYTES);
        results.add(measure(lab, "imix", imix, "; 7:4:1 frames of 64, 594, 1518 B, 10k flows", ""));
        List<String> missing = new ArrayList<>();
        Optional<CaptureFilter.Selection> kernel = capture(directory, missing);
        if (kernel.isPresent()) {
            results.add(measureCapture(lab, kernel.get()));
        }
        if (lab.hugePages()) {
            String aim = ">= %.2f (half of 100k)".formatted(hundred.value() / 2);
            results.add(measure(lab, "1m", shortFrames(directory, 1_000_000), "", aim));
        } else {
            missing.add("nat-solo/1m needs 3 GB of free hugepages");
        }
        if (!missing.isEmpty()) {
            throw new BenchmarkFailure(
                    String.join("; ", missing) + "; everything else of nat-solo was measured", results);
        }
        return results;
    }

    private static Optional<CaptureFilter.Selection> capture(Path directory, List<String> missing)
            throws InterruptedException {
        try {
            CaptureFilter.Selection selection = RealCapture.make(directory);
            Bench.say("  recorded " + selection.describe());
            return Optional.of(selection);
        } catch (IOException | DemoFailure e) {
            missing.add("nat-solo/capture: no traffic could be recorded: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Result measureCapture(Lab lab, CaptureFilter.Selection capture) throws Exception {
        Replay replay = new Replay(capture.file(), capture.packets(), capture.longestFrameBytes());
        return measure(lab, "capture", replay, "; recorded in this run: " + capture.describe(), "");
    }

    private static Replay shortFrames(Path directory, int flows) throws IOException {
        return new Replay(Captures.flows(directory, flows, Frames.SHORTEST_BYTES), flows, Frames.SHORTEST_BYTES);
    }

    private static Result measure(Lab lab, String variant, Replay replay, String against, String aim) throws Exception {
        NodeFile file = replay.configure(lab, new NodeFile(lab, "solo-" + variant, "primary", lab.firstCore()));
        Testpmd testpmd = replay.testpmd(lab);
        try (BenchNode node = Load.warmAndFrozen(BenchNode.start(lab, file), lab.pace())) {
            double[] rates = Turns.medians(
                    lab.pace().rounds(),
                    () -> Load.thawedWindow(node, lab.pace()).releasedRate(),
                    testpmd::run);
            return Result.beside(
                    "nat-solo/" + variant,
                    rates[0],
                    "M packets/s",
                    rates[1],
                    "dpdk-testpmd io, same source, same core, in turn" + against,
                    aim);
        }
    }
}
