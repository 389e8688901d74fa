package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.daemon.admin.NodeStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rows of promotions that were seen. */
final class PromotionFiguresTest {
    // Accepted, epoch saved, drained, primary, first packet, in microseconds.
    private static final List<NodeStatus.Promotion> SEEN = List.of(
            new NodeStatus.Promotion(1_000, 1_500, 1_550, 1_600, 2_000),
            new NodeStatus.Promotion(5_000, 15_000, 15_100, 15_130, 15_400),
            new NodeStatus.Promotion(20_000, 20_400, 20_500, 20_520, 21_200));

    private final List<Result> results = PromotionFigures.of("promote", SEEN, "<= 1", "<= 10");

    @Test
    void shouldShowMedianAndWorstOfTheWhole() {
        assertEquals(1.2, value("promote/median"));
        assertEquals(10.4, value("promote/p90"));
        assertEquals(10.4, value("promote/max"));
        assertEquals(Optional.of(false), Aim.isMet(row("promote/max")));
    }

    @Test
    void shouldShowTheSameWithoutTheDisk() {
        assertEquals(0.5, value("promote/without-disk/median"));
        assertEquals(0.8, value("promote/without-disk/max"));
    }

    @Test
    void shouldShowEachStep() {
        Map<String, Double> medians = results.stream()
                .filter(result -> result.name().matches("promote/[1-4]-.*/median"))
                .collect(Collectors.toMap(Result::name, Result::value));
        assertEquals(
                Map.of(
                        "promote/1-epoch-on-disk/median",
                        0.5,
                        "promote/2-drained/median",
                        0.1,
                        "promote/3-live/median",
                        0.03,
                        "promote/4-first-packet/median",
                        0.4),
                medians);
        assertEquals(10.0, value("promote/1-epoch-on-disk/max"));
    }

    @Test
    void shouldDrawPicturesThatAPersonCanRead() {
        PromoteBenchmark benchmark = new PromoteBenchmark();
        List<Result> saturated = PromotionFigures.of("promote/saturated", SEEN, "", "");
        Map<String, Long> rows = Stream.concat(results.stream(), saturated.stream())
                .flatMap(result -> benchmark.picture(result).stream())
                .collect(Collectors.groupingBy(picture -> picture, Collectors.counting()));
        assertEquals(Map.of("promote", 8L, "promote-steps", 8L), rows);
        assertEquals(
                Optional.of("promote-start"),
                benchmark.picture(Result.alone("promote/start/version", 100, "ms", "<= 200")));
        assertEquals(Optional.empty(), benchmark.picture(Result.alone("promote/load", 1, "M packets/s", "")));
    }

    private double value(String name) {
        return row(name).value();
    }

    private Result row(String name) {
        return results.stream()
                .filter(result -> result.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
