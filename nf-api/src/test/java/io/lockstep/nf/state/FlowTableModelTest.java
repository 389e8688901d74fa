package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lockstep.nf.testkit.NativeRegions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random operations against a plain map, and against a second table that must end with the same bytes. */
class FlowTableModelTest {
    private record Key(long high, long low) {}

    private record Model(int entry, long expiresAtNs, long value) {}

    private final NativeRegions regions = new NativeRegions();
    private final NativeRegions twinRegions = new NativeRegions();
    private final Map<Key, Model> model = new HashMap<>();
    private FlowTable table;
    private FlowTable twin;
    private Random random;
    private long nowNs;

    /** Small capacities make full tables, long probe runs and runs that wrap around the index's end common. */
    @ParameterizedTest(name = "seed {0}, capacity {1}, keys {2}")
    @CsvSource({"1, 1, 3", "2, 4, 8", "3, 4, 8", "4, 7, 12", "5, 64, 80", "6, 64, 60", "7, 1000, 1500", "8, 1000, 900"})
    void shouldBehaveAsAMap(long seed, int capacity, int keys) {
        random = new Random(seed);
        table = FlowTable.create(regions, "flows", capacity, 24);
        twin = FlowTable.create(twinRegions, "flows", capacity, 24);
        table.seed(seed);
        twin.seed(seed);
        for (int step = 0; step < 20_000; step++) {
            nowNs += random.nextInt(3);
            step(new Key(random.nextInt(2), random.nextInt(keys)));
            assertEquals(model.size(), table.size());
        }
        model.forEach((key, value) -> assertEquals(value.entry, table.find(key.high, key.low)));
        assertEquals(Optional.empty(), regions.firstDifference(twinRegions));
        removeAll();
    }

    /** Whatever the candidate, also one that is free, was never used or does not exist. */
    private void checkCandidates(Key key, int entry) {
        assertEquals(entry, table.find(key.high, key.low, table.candidate(table.fingerprint(key.high, key.low))));
        assertEquals(entry, table.find(key.high, key.low, random.nextInt(table.capacity() + 2) - 1));
        assertEquals(entry, table.find(key.high, key.low, random.nextInt()));
    }

    private void step(Key key) {
        int entry = table.find(key.high, key.low);
        Model expected = model.get(key);
        assertEquals(expected == null ? FlowTable.NONE : expected.entry, entry);
        checkCandidates(key, entry);
        if (random.nextInt(8) == 0) {
            sweep(1 + random.nextInt(table.capacity()));
        } else if (expected == null) {
            insert(key);
        } else if (random.nextInt(3) == 0) {
            table.remove(entry);
            twin.remove(entry);
            model.remove(key);
        } else {
            assertEquals(expected.expiresAtNs, table.expiresAt(entry));
            assertEquals(expected.value, table.getLong(entry, 16));
            write(key, entry);
        }
    }

    private void insert(Key key) {
        int entry = table.insert(key.high, key.low, nowNs);
        assertEquals(entry, twin.insert(key.high, key.low, nowNs));
        if (model.size() == table.capacity()) {
            assertEquals(FlowTable.NONE, entry);
        } else {
            assertNotEquals(FlowTable.NONE, entry);
            assertEquals(0, table.getLong(entry, 16));
            write(key, entry);
        }
    }

    private void write(Key key, int entry) {
        Model written = new Model(entry, nowNs + random.nextInt(4 * table.capacity()), random.nextLong());
        table.expiresAt(entry, written.expiresAtNs);
        table.putLong(entry, 16, written.value);
        twin.expiresAt(entry, written.expiresAtNs);
        twin.putLong(entry, 16, written.value);
        model.put(key, written);
    }

    private void sweep(int maxScanned) {
        Set<Integer> expired = new TreeSet<>();
        int found = table.sweep(nowNs, maxScanned, expired::add);
        assertEquals(found, twin.sweep(nowNs, maxScanned, entry -> {}));
        assertEquals(found, expired.size());
        Set<Integer> due = new TreeSet<>();
        model.values().stream().filter(value -> value.expiresAtNs <= nowNs).forEach(value -> due.add(value.entry));
        assertEquals(due.containsAll(expired), true);
        if (maxScanned >= table.highWaterMark()) {
            assertEquals(due, expired);
        }
        model.values().removeIf(value -> expired.contains(value.entry));
    }

    /** An emptied table finds nothing, and its index is all zero: no tombstones. */
    private void removeAll() {
        for (Key key : Set.copyOf(model.keySet())) {
            table.remove(table.find(key.high, key.low));
            model.remove(key);
            model.keySet().forEach(left -> assertNotEquals(FlowTable.NONE, table.find(left.high, left.low)));
        }
        Region region = regions.all().iterator().next();
        for (long at = FlowTableLayout.INDEX; at < FlowTableLayout.entries(table.capacity()); at += Long.BYTES) {
            assertEquals(0, region.getLong(at));
        }
    }
}
