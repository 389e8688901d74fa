package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the results: a picture for each benchmark and unit, named after them. */
final class Plots {
    private Plots() {}

    /** Writes {@code NAME.svg}, and {@code NAME-2.svg} and so on where a benchmark has figures of several units. */
    static void write(Path directory, List<Result> results) throws IOException {
        Map<String, Map<String, List<Result>>> benchmarks = new LinkedHashMap<>();
        for (Result result : results) {
            benchmarks
                    .computeIfAbsent(benchmark(result), name -> new LinkedHashMap<>())
                    .computeIfAbsent(result.unit(), unit -> new ArrayList<>())
                    .add(result);
        }
        for (Map.Entry<String, Map<String, List<Result>>> benchmark : benchmarks.entrySet()) {
            int number = 1;
            for (Map.Entry<String, List<Result>> unit : benchmark.getValue().entrySet()) {
                String file = benchmark.getKey() + (number == 1 ? "" : "-" + number) + ".svg";
                SvgBarChart chart = new SvgBarChart(benchmark.getKey(), unit.getKey());
                unit.getValue().forEach(result -> chart.row(result.name(), result.value(), result.reference()));
                Files.writeString(directory.resolve(file), chart.svg());
                number++;
            }
        }
    }

    private static String benchmark(Result result) {
        return result.name().split("/", 2)[0];
    }
}
