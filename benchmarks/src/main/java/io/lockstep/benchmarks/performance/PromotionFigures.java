package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Medians and worst cases of promotions that were seen, as a whole and step by step; milliseconds. */
final class PromotionFigures {
    private static final double FTMB_FASTEST_MS = 40;
    private static final String FTMB =
            "published: FTMB 40 to 275 ms (Sherry et al., Rollback-Recovery for Middleboxes, SIGCOMM 2015)";

    private final String name;
    private final List<NodeStatus.Promotion> seen;
    private final List<Result> results = new ArrayList<>();

    private PromotionFigures(String name, List<NodeStatus.Promotion> seen) {
        this.name = name;
        this.seen = seen;
    }

    /**
     * The rows of these promotions.
     *
     * @param name what the rows' names begin with
     * @param medianAim of request to first packet, empty: none
     * @param maxAim likewise
     */
    static List<Result> of(String name, List<NodeStatus.Promotion> seen, String medianAim, String maxAim) {
        PromotionFigures figures = new PromotionFigures(name, seen);
        figures.whole(medianAim, maxAim);
        // A sync of a disk that others use can take any time: what is left is the node's own.
        figures.step("without-disk", it -> it.firstReleaseAtUs() - it.epochSavedAtUs());
        figures.step("1-epoch-on-disk", it -> it.epochSavedAtUs() - it.acceptedAtUs());
        figures.step("2-drained", it -> it.drainedAtUs() - it.epochSavedAtUs());
        figures.step("3-live", it -> it.primaryAtUs() - it.drainedAtUs());
        figures.step("4-first-packet", it -> it.firstReleaseAtUs() - it.primaryAtUs());
        return figures.results;
    }

    private void whole(String medianAim, String maxAim) {
        double[] ms = sorted(it -> it.firstReleaseAtUs() - it.acceptedAtUs());
        results.add(Result.beside(name + "/median", Turns.median(ms), "ms", FTMB_FASTEST_MS, FTMB, medianAim));
        results.add(Result.alone(name + "/p90", ms[ms.length * 9 / 10], "ms", ""));
        results.add(Result.beside(name + "/max", ms[ms.length - 1], "ms", FTMB_FASTEST_MS, FTMB, maxAim));
    }

    private void step(String step, ToLongFunction<NodeStatus.Promotion> us) {
        double[] ms = sorted(us);
        results.add(Result.alone(name + "/" + step + "/median", Turns.median(ms), "ms", ""));
        results.add(Result.alone(name + "/" + step + "/max", ms[ms.length - 1], "ms", ""));
    }

    private double[] sorted(ToLongFunction<NodeStatus.Promotion> us) {
        return seen.stream()
                .mapToDouble(promotion -> us.applyAsLong(promotion) / 1e3)
                .sorted()
                .toArray();
    }
}
