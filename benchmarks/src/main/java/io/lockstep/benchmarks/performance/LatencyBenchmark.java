package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.paced.PacedPair;
import io.lockstep.benchmarks.performance.paced.PacedPair.Windows;
import io.lockstep.benchmarks.performance.paced.Window;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * From when a packet is due at the primary to its release by the backup, for a NAT at parts of the load that the same nodes have just
 * shown to be the most they take. A packet that is fetched late has waited: coordinated omission is accounted for.
 */
final class LatencyBenchmark implements Benchmark {
    /** The picture that a run leaves in the lab's folder. */
    static final String PLOT = "latency.svg";

    private static final Duration WARM_UP = Duration.ofSeconds(6);
    /** A load with pauses in it makes the JIT compile some of the loop anew, which must be over when it is measured. */
    private static final Duration PACED_WARM_UP = Duration.ofSeconds(4);

    private static final Duration SETTLE = Duration.ofMillis(1500);
    private static final Duration SATURATED = Duration.ofSeconds(2);
    private static final Duration PACED = Duration.ofSeconds(5);
    private static final int FLOWS = 10_000;
    private static final int FRAME_BYTES = 64;
    private static final int[] LOADS = {10, 50, 90};

    private static final double FTMB_MEDIAN_US = 30;
    private static final double REINFORCE_WORST_US = 1000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String what() {
        return "receive to release inside a pair that runs NAT, at parts of its highest load";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        List<Result> results = new ArrayList<>();
        List<PercentilePlot.Curve> curves = new ArrayList<>();
        PacedPair.Place place =
                new PacedPair.Place(lab.home(), lab.directory(), lab.firstCore(), lab.secondCore(), List.of());
        PacedPair.Shape shape = new PacedPair.Shape(1, 1, "nat", FLOWS, FRAME_BYTES, false);
        try (PacedPair pair = PacedPair.start(place, shape)) {
            double saturated = saturated(pair, lab, WARM_UP);
            pair.pace(saturated * LOADS[0] / 100);
            pair.run(lab.pace().of(PACED_WARM_UP));
            for (int load : LOADS) {
                saturated = saturated(pair, lab, SETTLE);
                results.add(Result.alone("latency/" + load + "% of", saturated / 1e6, "M packets/s", ""));
                pair.pace(saturated * load / 100);
                pair.run(lab.pace().of(SETTLE));
                Windows windows = pair.measure(lab.pace().of(PACED));
                Histogram latencies = windows.backup().latencies();
                if (latencies.getTotalCount() == 0) {
                    throw new IllegalStateException("no packet was released at " + load + " % of the pair's load");
                }
                curves.add(new PercentilePlot.Curve(load + " % load", latencies));
                results.addAll(figures("latency/" + load + "%", saturated * load / 100, windows));
            }
        }
        Files.writeString(
                lab.directory().resolve(PLOT), PercentilePlot.svg("NAT pair: due to released, by percentile", curves));
        return results;
    }

    /** What the pair carries now: on a shared machine it is another rate half a minute later. */
    private static double saturated(PacedPair pair, Lab lab, Duration before) throws Exception {
        pair.pace(Double.POSITIVE_INFINITY);
        pair.run(lab.pace().of(before));
        return pair.measure(lab.pace().of(SATURATED)).backup().releasedPerSecond();
    }

    private static List<Result> figures(String name, double duePerSecond, Windows windows) {
        Histogram latencies = windows.backup().latencies();
        String noise = String.format(
                Locale.ROOT,
                "released %.2f of %.2f M packets/s that were due; primary %s, backup %s",
                windows.backup().releasedPerSecond() / 1e6,
                duePerSecond / 1e6,
                noise(windows.primary()),
                noise(windows.backup()));
        return List.of(
                new Result(
                        name + " p50",
                        micros(latencies.getValueAtPercentile(50)),
                        "us",
                        FTMB_MEDIAN_US,
                        micros(latencies.getValueAtPercentile(50)) / FTMB_MEDIAN_US,
                        "FTMB adds 30 us (median, published); " + noise,
                        "<= 30 on free cores"),
                Result.alone(name + " p90", micros(latencies.getValueAtPercentile(90)), "us", ""),
                Result.alone(name + " p99", micros(latencies.getValueAtPercentile(99)), "us", "<= 200 on free cores"),
                Result.alone(name + " p99.9", micros(latencies.getValueAtPercentile(99.9)), "us", ""),
                Result.beside(
                        name + " max",
                        micros(latencies.getMaxValue()),
                        "us",
                        REINFORCE_WORST_US,
                        "REINFORCE: worst below 1 ms (published)",
                        ""));
    }

    /** How much of the time a node's thread was kept from its core, and by whom. */
    static String noise(Window window) {
        double delayed = 100.0 * window.thread().runDelayNs() / window.durationNs();
        double stolen = Math.max(0, 100 - 100 * window.onCpuShare() - delayed);
        return String.format(
                Locale.ROOT, "off its core %.1f %% (others %.1f, host %.1f)", delayed + stolen, delayed, stolen);
    }

    private static double micros(long ns) {
        return ns / 1e3;
    }
}
