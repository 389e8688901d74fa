package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws the results: bars of one unit in each picture. */
final class Plots {
    private final Map<String, Map<String, List<Result>>> pictures = new LinkedHashMap<>();

    /** Notes figures of one benchmark, which says for each whether and where it is drawn. */
    void add(Benchmark benchmark, List<Result> results) {
        for (Result result : results) {
            benchmark
                    .picture(result)
                    .ifPresent(picture -> pictures.computeIfAbsent(picture, name -> new LinkedHashMap<>())
                            .computeIfAbsent(result.unit(), unit -> new ArrayList<>())
                            .add(result));
        }
    }

    /** Writes {@code PICTURE.svg}, and {@code PICTURE-2.svg} and so on where its figures have several units. */
    void write(Path directory) throws IOException {
        for (Map.Entry<String, Map<String, List<Result>>> picture : pictures.entrySet()) {
            int number = 1;
            for (Map.Entry<String, List<Result>> unit : picture.getValue().entrySet()) {
                String file = picture.getKey() + (number == 1 ? "" : "-" + number) + ".svg";
                SvgBarChart chart = new SvgBarChart(picture.getKey(), unit.getKey());
                unit.getValue().forEach(result -> chart.row(result.name(), result.value(), result.reference()));
                Files.writeString(directory.resolve(file), chart.svg());
                number++;
            }
        }
    }
}
