package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzz runs have kept, always. docs/decisions/0009-fuzzing.md. */
class NatFuzzTest {
    @Test
    void shouldHoldWhenSeeded() {
        NatFuzz.seeds().forEach(NatFuzz::fuzzerTestOneInput);
    }

    @Test
    void shouldHoldOnAllThatWasKept() throws IOException {
        List<Path> kept;
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/NatFuzz"))) {
            kept = files.sorted().toList();
        }
        assertFalse(kept.isEmpty());
        for (Path file : kept) {
            try {
                NatFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("fails on " + file, e);
            }
        }
    }
}
