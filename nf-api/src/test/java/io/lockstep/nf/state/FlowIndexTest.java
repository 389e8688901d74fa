package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.nf.testkit.NativeRegions;
import org.junit.jupiter.api.Test;

/** Deletion by backward shift, with homes chosen by hand: the low bits of a fingerprint are the home. */
class FlowIndexTest {
    private final Region region = new NativeRegions().allocate("index", 8 * Long.BYTES);
    private final FlowIndex index = new FlowIndex(region.segment().address(), 8);

    @Test
    void shouldShiftARunOfOneHomeBack() {
        index.insert(2, 0);
        index.insert(2, 1);
        index.insert(2, 2);
        index.remove(2, 0);
        assertSlots(-1, -1, 1, 2, -1, -1, -1, -1);
    }

    @Test
    void shouldLeaveASlotThatIsAtHome() {
        index.insert(2, 0);
        index.insert(3, 1);
        index.remove(2, 0);
        assertSlots(-1, -1, -1, 1, -1, -1, -1, -1);
    }

    @Test
    void shouldFillAGapFromBehindASlotAtHome() {
        index.insert(2, 0);
        index.insert(3, 1);
        index.insert(2, 2);
        index.remove(2, 0);
        assertSlots(-1, -1, 2, 1, -1, -1, -1, -1);
    }

    @Test
    void shouldShiftAcrossTheEnd() {
        index.insert(7, 0);
        index.insert(7, 1);
        index.insert(7, 2);
        index.insert(1, 3);
        assertSlots(1, 2, 3, -1, -1, -1, -1, 0);
        index.remove(7, 0);
        assertSlots(2, 3, -1, -1, -1, -1, -1, 1);
    }

    @Test
    void shouldTellEntriesOfOneFingerprintApart() {
        index.insert(5, 0);
        index.insert(5, 1);
        index.remove(5, 1);
        assertSlots(-1, -1, -1, -1, -1, 0, -1, -1);
    }

    @Test
    void shouldTakeFingerprintsAndEntriesOfAllBits() {
        index.insert(-1, Integer.MAX_VALUE - 1);
        assertEquals(-1, FlowIndex.fingerprint(index.slot(7)));
        assertEquals(Integer.MAX_VALUE - 1, FlowIndex.entry(index.slot(7)));
    }

    private void assertSlots(int... entries) {
        for (int position = 0; position < entries.length; position++) {
            assertEquals(entries[position], FlowIndex.entry(index.slot(position)), "position " + position);
        }
    }
}
