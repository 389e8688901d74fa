package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.nf.testkit.NativeRegions;
import org.junit.jupiter.api.Test;

/** Operations of the containers make no heap objects. */
class FlowTableAllocationTest {
    private static final int ROUNDS = 10;

    private final NativeRegions regions = new NativeRegions();
    private final FlowTable table = FlowTable.create(regions, "flows", 1000, 40);
    private final IdPool pool = IdPool.create(regions, "ports", 2, 65_536);
    private final CounterArray counters = CounterArray.create(regions, "counters", 8);
    private final TokenBuckets buckets = TokenBuckets.create(regions, "buckets", 8, 1000, 10);
    private final ExpiryListener release = entry -> pool.release(1, table.getInt(entry, 0));
    private long found;
    private int round;

    @Test
    void shouldNotAllocate() {
        assertEquals(0, AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                useAll(round++);
            }
        }));
        assertEquals(round * 2000L, found);
    }

    private void useAll(int turn) {
        for (int key = 0; key < 2000; key++) {
            found += table.find(key, turn) == FlowTable.NONE ? 1 : 0;
            int entry = table.insert(key, turn, turn);
            if (entry == FlowTable.NONE) {
                table.remove(key % 1000);
                entry = table.insert(key, turn, turn);
            }
            table.putInt(entry, 0, pool.allocate(1, 7, 2));
            counters.increment(key & 7);
            buckets.tryTake(key & 7, 1, key);
        }
        for (int key = 0; key < 1000; key++) {
            pool.release(1, pool.allocate(1, key));
        }
        table.sweep(turn, 2000, entry -> {});
        releaseAll();
    }

    private void releaseAll() {
        for (int id = 0; id < 65_536; id++) {
            if (!pool.isFree(1, id)) {
                pool.release(1, id);
            }
        }
        int entry = table.insert(-1, -1, 0);
        table.putInt(entry, 0, pool.allocate(1, 0));
        table.sweep(0, 2000, release);
    }
}
