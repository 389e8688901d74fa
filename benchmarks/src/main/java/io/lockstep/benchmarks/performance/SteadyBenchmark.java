package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.paced.PacedPair;
import io.lockstep.benchmarks.performance.paced.PacedPair.Windows;
import io.lockstep.benchmarks.performance.paced.Window;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Minutes of a NAT pair at its highest load: what its threads allocate, and what makes them pause. */
final class SteadyBenchmark implements Benchmark {
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final int FLOWS = 10_000;
    private static final int FRAME_BYTES = 64;

    private final Duration duration;

    SteadyBenchmark() {
        this(USUAL);
    }

    /** For another duration. */
    SteadyBenchmark(Duration duration) {
        this.duration = duration;
    }

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String what() {
        return duration.toSeconds() + " s of a NAT pair at its highest load: allocation, and pauses by cause";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        PacedPair.Place place =
                new PacedPair.Place(lab.home(), lab.directory(), lab.firstCore(), lab.secondCore(), List.of());
        PacedPair.Shape shape = new PacedPair.Shape(1, 1, "nat", FLOWS, FRAME_BYTES, true);
        Windows windows;
        try (PacedPair pair = PacedPair.start(place, shape)) {
            pair.pace(Double.POSITIVE_INFINITY);
            pair.run(lab.pace().of(WARM_UP));
            windows = pair.measure(lab.pace().of(duration));
        }
        List<Result> results = new ArrayList<>();
        results.add(Result.alone("steady/load", windows.backup().releasedPerSecond() / 1e6, "M packets/s", ""));
        results.addAll(node(lab, windows.primary(), true));
        results.addAll(node(lab, windows.backup(), false));
        return results;
    }

    private static List<Result> node(Lab lab, Window window, boolean primary) throws Exception {
        String name = "steady/" + (primary ? "primary" : "backup");
        List<Result> results = new ArrayList<>();
        results.add(new Result(
                name + " allocated",
                (double) window.thread().allocatedBytes() / window.packets(),
                "bytes/packet",
                null,
                null,
                "%d bytes in all, %d collections; the thread was %s"
                        .formatted(
                                window.thread().allocatedBytes(),
                                window.thread().collections(),
                                LatencyBenchmark.noise(window)),
                "<= 0.01 (nothing per packet)"));
        List<String> log = Files.readAllLines(PacedPair.safepointLog(lab.directory(), primary));
        for (PauseSummary summary : PauseSummary.of(window, log)) {
            results.add(summary.result(name));
        }
        return results;
    }
}
