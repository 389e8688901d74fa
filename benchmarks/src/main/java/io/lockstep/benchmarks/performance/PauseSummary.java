package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.paced.Pause;
import io.lockstep.benchmarks.performance.paced.PauseCause;
import io.lockstep.benchmarks.performance.paced.Safepoint;
import io.lockstep.benchmarks.performance.paced.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The pauses of one node that have the same cause.
 *
 * @param longest the longest
 * @param during name of the agent that was running most of that time
 * @param among what it is the longest of, in words
 */
record PauseSummary(PauseCause cause, Pause longest, String during, String among) {
    private static final double[] PERCENTILES = {50, 99.9, 99.99};

    /** The pauses of a window by cause; causes that there were none of are left out. */
    static List<PauseSummary> of(Window window, List<String> safepointLog) throws BenchmarkFailure {
        if (window.pausesNotKept() > 0) {
            throw new BenchmarkFailure(window.pausesNotKept() + " pauses could not be kept: more than "
                    + window.pauses().size());
        }
        List<Safepoint> safepoints = Safepoint.parse(safepointLog);
        Map<PauseCause, List<Pause>> byCause = new EnumMap<>(PauseCause.class);
        for (Pause pause : window.pauses()) {
            byCause.computeIfAbsent(PauseCause.of(pause, safepoints), absent -> new ArrayList<>())
                    .add(pause);
        }
        List<PauseSummary> summaries = new ArrayList<>();
        byCause.forEach((cause, pauses) -> {
            Pause longest = pauses.stream()
                    .max(Comparator.comparingLong(Pause::durationNs))
                    .orElseThrow();
            String during = window.agents().get(longest.slowestAgent()).name();
            String among = cause == PauseCause.OWN_WORK
                    ? rounds(window.rounds())
                    : "of %d above 50 us in %.0f s".formatted(pauses.size(), window.durationNs() / 1e9);
            summaries.add(new PauseSummary(cause, longest, during, among));
        });
        return summaries;
    }

    /** A round that has much to do is no pause, so there is no telling how many of these there were. */
    private static String rounds(Histogram rounds) {
        StringBuilder words =
                new StringBuilder("of ").append(rounds.getTotalCount()).append(" rounds");
        for (double percentile : PERCENTILES) {
            words.append(String.format(
                    Locale.ROOT, ", %s %% up to %.0f us", percentile, rounds.getValueAtPercentile(percentile) / 1e3));
        }
        return words.toString();
    }

    /** As a figure: the longest. */
    Result result(String name) {
        return new Result(
                name + " longest pause, " + cause.label(),
                longest.durationNs() / 1e3,
                "us",
                null,
                null,
                among + "; meanwhile " + during + " ran",
                "");
    }
}
