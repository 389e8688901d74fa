package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NativeRegions;
import org.junit.jupiter.api.Test;

/** Where a look-up will read, named ahead of it. */
final class FlowTablePrefetchTest {
    private static final int CAPACITY = 1000;

    private final NativeRegions regions = new NativeRegions();
    private final FlowTable table = FlowTable.create(regions, "flows", CAPACITY, 40);

    @Test
    void shouldNameAPlaceInTheIndexAndThenTheEntryItself() {
        table.seed(7);
        for (long key = 0; key < CAPACITY; key++) {
            int entry = table.insert(key, ~key, FlowTable.NEVER);
            long index = table.prefetch(key, ~key, 0);
            assertTrue(index != 0 && index < table.prefetch(0), "the index lies before the first entry");
            assertEquals(table.prefetch(entry), table.prefetch(key, ~key, 1), "also if it was pushed on from its home");
        }
    }

    @Test
    void shouldNameNothingForAKeyThatIsNotThere() {
        table.seed(7);
        for (long key = 0; key < CAPACITY; key++) {
            assertEquals(0, table.prefetch(key, ~key, 1));
            table.insert(key, ~key, FlowTable.NEVER);
        }
    }

    @Test
    void shouldHaveTheEntryAsCandidateOfItsKey() {
        table.seed(7);
        for (long key = 0; key < CAPACITY; key++) {
            int fingerprint = table.fingerprint(key, ~key);
            assertEquals(FlowTable.NONE, table.candidate(fingerprint));
            assertEquals(table.prefetch(key, ~key, 0), table.prefetchIndex(fingerprint));
            assertEquals(table.insert(key, ~key, FlowTable.NEVER), table.candidate(fingerprint));
        }
    }

    /** A free entry holds the number of the next one where a key was, and an unused one zeros. */
    @Test
    void shouldNotTakeAFreeEntryForTheKeyThatItsBytesLookLike() {
        int first = table.insert(5, 6, FlowTable.NEVER);
        int second = table.insert(7, 8, FlowTable.NEVER);
        table.remove(first);
        table.remove(second);
        assertEquals(FlowTable.NONE, table.find(first + 1, 0, second), "the next free entry's number");
        assertEquals(FlowTable.NONE, table.find(0, 0, first));
        assertEquals(FlowTable.NONE, table.find(0, 0, second + 1), "never used");
    }

    @Test
    void shouldNameNothingForANumberOutOfRange() {
        assertEquals(0, table.prefetch(FlowTable.NONE));
        assertEquals(0, table.prefetch(CAPACITY));
    }
}
