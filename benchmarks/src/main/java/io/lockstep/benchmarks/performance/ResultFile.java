package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.demo.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results for programs: {@code {"machine": {...}, "results": [...], "failures": {...}}}. */
final class ResultFile {
    private ResultFile() {}

    static void write(Path file, Map<String, String> machine, List<Result> results, Map<String, String> failures)
            throws IOException {
        Files.writeString(file, Events.toPrettyJson(toJson(machine, results, failures)) + "\n");
    }

    static Map<String, Object> toJson(Map<String, String> machine, List<Result> results, Map<String, String> failures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("results", results.stream().map(ResultFile::toJson).toList());
        json.put("failures", failures);
        return json;
    }

    private static Map<String, Object> toJson(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("value", result.value());
        json.put("unit", result.unit());
        json.put("reference", result.reference());
        json.put("ratio", result.ratio());
        json.put("against", result.against());
        json.put("aim", result.aim());
        json.put("met", Aim.isMet(result).orElse(null));
        return json;
    }
}
