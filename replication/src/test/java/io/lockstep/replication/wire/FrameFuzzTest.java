package io.lockstep.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What fuzz runs have kept, always. docs/decisions/0009-fuzzing.md. */
class FrameFuzzTest {
    @Test
    void shouldGetBehindTheChecksumToEveryDecoderWhenSeeded() {
        List<byte[]> seeds = FrameFuzz.seeds();
        for (int i = 0; i < 8; i++) {
            List<String> outcome = FrameFuzz.run(seeds.get(i));
            assertEquals(1, outcome.size());
            assertTrue(outcome.getFirst().startsWith(FrameType.name(i + 1) + " "), outcome.getFirst());
        }
        assertEquals(8, FrameFuzz.run(seeds.get(8)).size());
        assertEquals(1, FrameFuzz.run(seeds.get(9)).size());
    }

    @Test
    void shouldHoldOnAllThatWasKept() {
        assertTrue(FuzzCorpus.replay("FrameFuzz", FrameFuzz::fuzzerTestOneInput) > 0);
    }
}
