package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NativeRegions;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines, and deletion by backward shift, with homes chosen by hand: the low bits of a fingerprint are the home. */
class FlowIndexTest {
    private static final int LINES = 4;
    private static final int SLOTS = LINES * FlowIndex.LINE_SLOTS;

    private final Region region = new NativeRegions().allocate("index", 8 * Long.BYTES);
    private final FlowIndex index = new FlowIndex(region.segment().address(), 8);
    private final Region lines = new NativeRegions().allocate("lines", SLOTS * Long.BYTES);
    private final FlowIndex indexOfLines = new FlowIndex(lines.segment().address(), SLOTS);

    @Test
    void shouldTakeAllOfALineBeforeTheNextOneIsBegunAtTheSamePlace() {
        for (int entry = 0; entry < 10; entry++) {
            insert(indexOfLines, 14, entry);
        }
        int[] expected = new int[SLOTS];
        Arrays.fill(expected, -1);
        int[] line = {2, 3, 4, 5, 6, 7, 0, 1};
        System.arraycopy(line, 0, expected, 8, 8);
        expected[22] = 8;
        expected[23] = 9;
        assertSlots(indexOfLines, expected);
    }

    @Test
    void shouldGoOnFromTheLastLineToTheFirst() {
        for (int entry = 0; entry < 9; entry++) {
            insert(indexOfLines, SLOTS - 1, entry);
        }
        assertEquals(8, FlowIndex.entry(indexOfLines.slot(7)));
    }

    /** Beside a model, at loads up to seven eighths, where many runs leave their line: all is found, and nothing is left behind. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFindWhatIsThereAfterAnyInsertionsAndRemovals(long seed) {
        Random random = new Random(seed);
        Map<Integer, Integer> fingerprints = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            int entry = random.nextInt(SLOTS - 4);
            Integer fingerprint = fingerprints.remove(entry);
            if (fingerprint != null) {
                indexOfLines.remove(fingerprint, entry);
            } else {
                fingerprint = random.nextInt(random.nextBoolean() ? SLOTS : 8) | random.nextInt(2) << 20;
                fingerprints.put(entry, fingerprint);
                insert(indexOfLines, fingerprint, entry);
            }
            fingerprints.forEach((each, print) -> assertTrue(isFound(print, each), "entry " + each));
        }
        fingerprints.forEach((entry, fingerprint) -> indexOfLines.remove(fingerprint, entry));
        int[] empty = new int[SLOTS];
        Arrays.fill(empty, -1);
        assertSlots(indexOfLines, empty);
    }

    private boolean isFound(int fingerprint, int entry) {
        long home = indexOfLines.home(fingerprint);
        long position = home;
        while (indexOfLines.slot(position) != FlowIndex.EMPTY) {
            if (FlowIndex.entry(indexOfLines.slot(position)) == entry) {
                return FlowIndex.fingerprint(indexOfLines.slot(position)) == fingerprint;
            }
            position = indexOfLines.next(position, home);
        }
        return false;
    }

    private static void insert(FlowIndex into, int fingerprint, int entry) {
        into.fill(into.vacancy(fingerprint), fingerprint, entry);
    }

    @Test
    void shouldShiftARunOfOneHomeBack() {
        insert(index, 2, 0);
        insert(index, 2, 1);
        insert(index, 2, 2);
        index.remove(2, 0);
        assertSlots(-1, -1, 1, 2, -1, -1, -1, -1);
    }

    @Test
    void shouldLeaveASlotThatIsAtHome() {
        insert(index, 2, 0);
        insert(index, 3, 1);
        index.remove(2, 0);
        assertSlots(-1, -1, -1, 1, -1, -1, -1, -1);
    }

    @Test
    void shouldFillAGapFromBehindASlotAtHome() {
        insert(index, 2, 0);
        insert(index, 3, 1);
        insert(index, 2, 2);
        index.remove(2, 0);
        assertSlots(-1, -1, 2, 1, -1, -1, -1, -1);
    }

    @Test
    void shouldShiftAcrossTheEnd() {
        insert(index, 7, 0);
        insert(index, 7, 1);
        insert(index, 7, 2);
        insert(index, 1, 3);
        assertSlots(1, 2, 3, -1, -1, -1, -1, 0);
        index.remove(7, 0);
        assertSlots(2, 3, -1, -1, -1, -1, -1, 1);
    }

    @Test
    void shouldTellEntriesOfOneFingerprintApart() {
        insert(index, 5, 0);
        insert(index, 5, 1);
        index.remove(5, 1);
        assertSlots(-1, -1, -1, -1, -1, 0, -1, -1);
    }

    @Test
    void shouldTakeFingerprintsAndEntriesOfAllBits() {
        insert(index, -1, Integer.MAX_VALUE - 1);
        assertEquals(-1, FlowIndex.fingerprint(index.slot(7)));
        assertEquals(Integer.MAX_VALUE - 1, FlowIndex.entry(index.slot(7)));
    }

    private void assertSlots(int... entries) {
        assertSlots(index, entries);
    }

    private static void assertSlots(FlowIndex index, int... entries) {
        for (int position = 0; position < entries.length; position++) {
            assertEquals(entries[position], FlowIndex.entry(index.slot(position)), "position " + position);
        }
    }
}
