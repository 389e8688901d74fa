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

/**
 * The pauses of one node that have the same cause.
 *
 * @param count how many, of those that were kept
 * @param longest the longest
 * @param during name of the agent that was running most of that time
 * @param windowSeconds how long was watched
 */
record PauseSummary(PauseCause cause, int count, Pause longest, String during, double windowSeconds) {
    /** The pauses of a window by cause; causes that there were none of are left out. */
    static List<PauseSummary> of(Window window, List<String> safepointLog) {
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
            summaries.add(new PauseSummary(cause, pauses.size(), longest, during, window.durationNs() / 1e9));
        });
        return summaries;
    }

    /** As a figure: the longest. */
    Result result(String name) {
        return new Result(
                name + " longest pause, " + cause.label(),
                longest.durationNs() / 1e3,
                "us",
                null,
                null,
                String.format(
                        Locale.ROOT, "of %d above 50 us in %.0f s; meanwhile %s ran", count, windowSeconds, during),
                "");
    }
}
