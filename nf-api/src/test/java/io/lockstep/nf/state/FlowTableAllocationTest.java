package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.lockstep.nf.testkit.NativeRegions;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Operations of the containers make no heap objects; the warm-up is for what the JVM links at first use. */
class FlowTableAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int WARM_UP_ROUNDS = 5;
    private static final int ROUNDS = 25;

    private final NativeRegions regions = new NativeRegions();
    private final FlowTable table = FlowTable.create(regions, "flows", 1000, 40);
    private final IdPool pool = IdPool.create(regions, "ports", 2, 65_536);
    private final CounterArray counters = CounterArray.create(regions, "counters", 8);
    private final TokenBuckets buckets = TokenBuckets.create(regions, "buckets", 8, 1000, 10);
    private final ExpiryListener release = entry -> pool.release(1, table.getInt(entry, 0));
    private long found;

    @Test
    void shouldNotAllocate() {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            useAll(round);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long baseline = THREADS.getCurrentThreadAllocatedBytes() - before;
        before = THREADS.getCurrentThreadAllocatedBytes();
        for (int round = WARM_UP_ROUNDS; round < ROUNDS; round++) {
            useAll(round);
        }
        assertEquals(0, THREADS.getCurrentThreadAllocatedBytes() - before - baseline);
        assertEquals(ROUNDS * 2000, found);
    }

    private void useAll(int round) {
        for (int key = 0; key < 2000; key++) {
            found += table.find(key, round) == FlowTable.NONE ? 1 : 0;
            int entry = table.insert(key, round, round);
            if (entry == FlowTable.NONE) {
                table.remove(key % 1000);
                entry = table.insert(key, round, round);
            }
            table.putInt(entry, 0, pool.allocate(1, 7, 2));
            counters.increment(key & 7);
            buckets.tryTake(key & 7, 1, key);
        }
        for (int key = 0; key < 1000; key++) {
            pool.release(1, pool.allocate(1, key));
        }
        table.sweep(round, 2000, entry -> {});
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
