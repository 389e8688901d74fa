package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark from the command line to the JSON file, with real nodes and a measurement too short to say anything. */
@Tag("netns")
class BenchIT {
    private static final int BOUND_S = 240;

    @TempDir
    private Path folder;

    @Test
    void shouldMeasureAPairFromEndToEnd() throws Exception {
        Path json = folder.resolve("bench.json");
        Path output = folder.resolve("bench.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("../scripts/bench").toAbsolutePath().normalize().toString(),
                        "overhead",
                        "--brief",
                        "--no-huge",
                        "--json",
                        json.toString(),
                        "--plots",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LOCKSTEP_BUILT", "1");
        builder.environment().put("TMPDIR", folder.toString());
        Process bench = builder.start();
        try {
            boolean ended = bench.waitFor(BOUND_S, TimeUnit.SECONDS);
            assertTrue(ended, () -> "no end after " + BOUND_S + " s\n" + text(output));
            assertEquals(0, bench.exitValue(), () -> text(output));
        } finally {
            bench.destroy(); // SIGTERM: the script clears up behind itself
            bench.waitFor();
        }
        Map<String, Object> seen = JSON.std.mapFrom(Files.readString(json));
        assertTrue(((Map<?, ?>) seen.get("machine")).containsKey("cpu"), () -> text(output));
        assertEquals(4, ((List<?>) seen.get("results")).size(), () -> text(output));
        assertTrue(Files.size(folder.resolve("overhead.svg")) > 0);
        try (var left = Files.list(folder)) {
            assertEquals(3, left.count(), "json, log and picture, and nothing left behind");
        }
    }

    private static String text(Path output) {
        try {
            return Files.readString(output);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
