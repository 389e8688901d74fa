package io.lockstep.benchmarks.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real nodes in network namespaces: one short round of {@code scripts/torture} for each of the faults that there is time for. All of
 * them, longer and with seeds of one's own: {@code docs/torture.md}.
 */
@Tag("netns")
class TortureIT {
    private static final int FAULTS = 7;
    private static final int BOUND_S = 240;

    @TempDir
    private Path folder;

    static Stream<String> faults() {
        return Arrays.stream(Fault.values()).limit(FAULTS).map(Fault::label);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldHold(String fault) throws Exception {
        Path output = folder.resolve("torture.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("../scripts/torture")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        "--short",
                        "--rounds",
                        "1",
                        "--seed",
                        seed(fault),
                        "--only",
                        fault)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LOCKSTEP_BUILT", "1");
        builder.environment().put("TMPDIR", folder.toString());
        Process torture = builder.start();
        try {
            boolean ended = torture.waitFor(BOUND_S, TimeUnit.SECONDS);
            assertTrue(ended, () -> "no end after " + BOUND_S + " s\n" + text(output));
            assertEquals(0, torture.exitValue(), () -> text(output));
        } finally {
            torture.destroy(); // SIGTERM: the script clears up behind itself
            torture.waitFor();
        }
    }

    /** The same plan every time, and another one for each fault. */
    private static String seed(String fault) {
        return Integer.toString(1 + Fault.labelled(fault).ordinal());
    }

    private static String text(Path output) {
        try {
            return Files.readString(output);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
