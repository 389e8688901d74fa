package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FuzzCorpus;
import io.lockstep.replication.wire.FuzzInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fuzz runs of whole channels have kept, always. docs/decisions/0009-fuzzing.md. */
class LinkFuzzTest {
    @Test
    void shouldStreamToABackupWhenSeeded() {
        List<byte[]> seeds = BackupFuzz.seeds();
        assertEquals(6, new BackupFuzz().run(new FuzzInput(seeds.get(0))), "three by the seed, three at the end");
        for (byte[] seed : seeds) {
            BackupFuzz.fuzzerTestOneInput(seed);
        }
    }

    @Test
    void shouldStreamFromAPrimaryWhenSeeded() {
        List<byte[]> seeds = PrimaryFuzz.seeds();
        assertEquals(2, new PrimaryFuzz().run(new FuzzInput(seeds.get(0))), "one at the start, one at the end");
        for (byte[] seed : seeds) {
            PrimaryFuzz.fuzzerTestOneInput(seed);
        }
    }

    @Test
    void shouldHoldOnAllThatWasKept() {
        assertTrue(FuzzCorpus.replay("BackupFuzz", BackupFuzz::fuzzerTestOneInput) > 0);
        assertTrue(FuzzCorpus.replay("PrimaryFuzz", PrimaryFuzz::fuzzerTestOneInput) > 0);
    }
}
