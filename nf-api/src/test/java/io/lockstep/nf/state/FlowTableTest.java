package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NativeRegions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private final NativeRegions regions = new NativeRegions();
    private final FlowTable table = FlowTable.create(regions, "flows", 4, 40);

    @Test
    void shouldFindWhatWasInserted() {
        int entry = table.insert(1, 2, 100);
        assertEquals(entry, table.find(1, 2));
        assertEquals(FlowTable.NONE, table.find(2, 1));
        assertEquals(1, table.keyHigh(entry));
        assertEquals(2, table.keyLow(entry));
        assertEquals(100, table.expiresAt(entry));
        assertEquals(1, table.size());
    }

    @Test
    void shouldTakeTheKeyOfAllZeros() {
        assertEquals(FlowTable.NONE, table.find(0, 0));
        int entry = table.insert(0, 0, 0);
        assertEquals(entry, table.find(0, 0));
    }

    @Test
    void shouldRefuseInsertionWhenFullAndTakeItAfterRemoval() {
        for (int key = 0; key < 4; key++) {
            assertEquals(key, table.insert(key, key, 0));
        }
        assertEquals(FlowTable.NONE, table.insert(9, 9, 0));
        assertEquals(4, table.size());
        table.remove(2);
        assertEquals(2, table.insert(9, 9, 0));
        assertEquals(FlowTable.NONE, table.find(2, 2));
    }

    @Test
    void shouldReuseTheEntryFreedLast() {
        for (int key = 0; key < 4; key++) {
            table.insert(key, key, 0);
        }
        table.remove(3);
        table.remove(1);
        assertEquals(1, table.insert(7, 7, 0));
        assertEquals(3, table.insert(8, 8, 0));
    }

    @Test
    void shouldWipeTheValueOfARemovedEntry() {
        int entry = table.insert(1, 1, 0);
        table.putLong(entry, 0, -1);
        table.putInt(entry, 8, -2);
        table.putShort(entry, 12, -3);
        table.putByte(entry, 39, -4);
        assertEquals(-1, table.getLong(entry, 0));
        assertEquals(-2, table.getInt(entry, 8));
        assertEquals(-3, table.getShort(entry, 12));
        assertEquals(-4, table.getByte(entry, 39));
        table.remove(entry);
        assertEquals(entry, table.insert(2, 2, 0));
        for (int offset = 0; offset < 40; offset++) {
            assertEquals(0, table.getByte(entry, offset));
        }
    }

    @Test
    void shouldRefuseEntriesAndOffsetsOutOfRange() {
        int entry = table.insert(1, 1, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> table.getLong(FlowTable.NONE, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> table.putLong(4, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> table.getLong(entry, 33));
        assertThrows(IndexOutOfBoundsException.class, () -> table.getByte(entry, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> table.remove(FlowTable.NONE));
        assertThrows(IndexOutOfBoundsException.class, () -> table.expiresAt(FlowTable.NONE, 1));
    }

    @Test
    void shouldRefuseFaultyUse() {
        int entry = table.insert(1, 1, 0);
        assertThrows(AssertionError.class, () -> table.insert(1, 1, 0));
        assertThrows(AssertionError.class, () -> table.getLong(entry + 1, 0));
        assertThrows(IllegalArgumentException.class, () -> table.insert(2, 2, -1));
        assertThrows(IllegalArgumentException.class, () -> table.expiresAt(entry, -1));
        table.remove(entry);
        assertThrows(IllegalStateException.class, () -> table.remove(entry));
        assertThrows(IllegalStateException.class, () -> table.remove(entry + 1));
    }

    @Test
    void shouldRefuseGeometryOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> FlowTable.create(regions, "a", 0, 8));
        assertThrows(IllegalArgumentException.class, () -> FlowTable.create(regions, "b", (1 << 30) + 1, 8));
        assertThrows(IllegalArgumentException.class, () -> FlowTable.create(regions, "c", 8, -1));
    }

    @Test
    void shouldTakeASeedOnlyWhileEmpty() {
        assertFalse(table.isSeeded());
        table.seed(0);
        assertTrue(table.isSeeded());
        int entry = table.insert(1, 1, 0);
        assertThrows(IllegalStateException.class, () -> table.seed(5));
        table.remove(entry);
        table.seed(5);
        assertEquals(entry, table.insert(1, 1, 0));
    }

    @Test
    void shouldExpireAtTheDeadlineAndNotBefore() {
        List<Integer> expired = new ArrayList<>();
        table.insert(1, 1, 100);
        table.insert(2, 2, FlowTable.NEVER);
        assertEquals(0, table.sweep(99, 10, expired::add));
        assertEquals(1, table.sweep(100, 10, expired::add));
        assertEquals(List.of(0), expired);
        assertEquals(FlowTable.NONE, table.find(1, 1));
        assertEquals(0, table.sweep(FlowTable.NEVER - 1, 10, expired::add));
        assertEquals(1, table.size());
    }

    @Test
    void shouldSweepNoMoreThanAskedAndGoOnWhereItStopped() {
        List<Integer> expired = new ArrayList<>();
        for (int key = 0; key < 3; key++) {
            table.insert(key, key, 0);
        }
        assertEquals(2, table.sweep(1, 2, expired::add));
        table.insert(9, 9, 0);
        assertEquals(List.of(0, 1), expired);
        assertEquals(1, table.sweep(1, 1, expired::add));
        assertEquals(List.of(0, 1, 2), expired);
        assertEquals(1, table.sweep(1, 100, expired::add));
        assertEquals(List.of(0, 1, 2, 1), expired);
        assertEquals(0, table.size());
        assertEquals(0, table.sweep(1, 100, expired::add));
    }

    @Test
    void shouldKeepAnEntryThatTheListenerPutsOff() {
        int entry = table.insert(1, 1, 0);
        assertEquals(1, table.sweep(10, 10, expired -> table.expiresAt(expired, 20)));
        assertEquals(entry, table.find(1, 1));
        assertEquals(1, table.sweep(20, 10, table::remove));
        assertEquals(0, table.size());
    }

    @Test
    void shouldGoOnBehindAnEntryWhoseListenerThrows() {
        table.insert(1, 1, 0);
        table.insert(2, 2, 0);
        ExpiryListener failsOnFirst = entry -> {
            if (entry == 0) {
                throw new IllegalStateException("first");
            }
        };
        assertThrows(IllegalStateException.class, () -> table.sweep(1, 10, failsOnFirst));
        assertEquals(1, table.sweep(1, 1, failsOnFirst));
        assertEquals(1, table.size());
        assertTrue(table.isLive(0));
    }

    @Test
    void shouldTouchNothingWhenCreated() {
        Region region = regions.all().iterator().next();
        for (long offset = 0; offset < region.sizeBytes(); offset++) {
            assertEquals(0, region.getByte(offset));
        }
    }

    @Test
    void shouldKeepSmallEntriesWithinACacheLine() {
        assertEquals(32, FlowTableLayout.strideBytes(0));
        assertEquals(32, FlowTableLayout.strideBytes(8));
        assertEquals(64, FlowTableLayout.strideBytes(9));
        assertEquals(64, FlowTableLayout.strideBytes(40));
        assertEquals(128, FlowTableLayout.strideBytes(41));
        assertEquals(0, FlowTableLayout.entries(1) % 64);
        assertEquals(0, FlowTableLayout.entries(1_000_000) % 64);
    }

    @Test
    void shouldKeepTheIndexHalfEmpty() {
        assertEquals(8, FlowTableLayout.slots(1));
        assertEquals(8, FlowTableLayout.slots(4));
        assertEquals(16, FlowTableLayout.slots(5));
        assertEquals(1 << 21, FlowTableLayout.slots(1_000_000));
        assertEquals(1L << 31, FlowTableLayout.slots(1 << 30));
    }
}
