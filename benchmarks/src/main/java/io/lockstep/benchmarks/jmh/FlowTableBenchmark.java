package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.state.ExpiryListener;
import io.lockstep.nf.state.FlowTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The flow table with values of 40 bytes (an entry is a cache line) at several sizes and fillings; 1.0 is full. Keys come in random
 * order, so a large table misses the cache on every operation; operations do not wait for one another, so the processor overlaps their
 * misses, as it does for the packets of a burst. Each runs for less than a second because there are so many combinations.
 */
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class FlowTableBenchmark extends Part {
    private static final int BATCH = 64;
    private static final ExpiryListener NOBODY = entry -> {};

    /** Most entries. */
    @Param({"10000", "100000", "1000000"})
    public int capacity;

    /** Share of the capacity that is in use. */
    @Param({"0.25", "0.5", "0.9", "1.0"})
    public double load;

    private FlowKeys keys;
    private FlowTable table;

    /** Fills the table; all its entries have expired, but nothing happens before a sweep. */
    @Setup(Level.Trial)
    public void open() {
        keys = new FlowKeys(capacity, load, 0);
        table = keys.table();
    }

    /** A lookup that finds its entry, and reads its value, as the NAT does for a packet of a known flow. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long findHit() {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            int key = keys.nextEntry();
            sum += table.getLong(table.find(FlowKeys.high(key), key), 0);
        }
        return sum;
    }

    /** A lookup that finds nothing. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long findMiss() {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            long key = keys.freshKey();
            sum += table.find(FlowKeys.high(key), key);
        }
        return sum;
    }

    /** One random entry removed and a new one inserted: what a flow costs that comes and goes, deadlines and lookups left out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long removeAndInsert() {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            table.remove(keys.nextEntry());
            sum += insertFresh();
        }
        return sum;
    }

    /** One expired entry found and removed by the sweep, and a new one inserted in its place. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long expireAndInsert() {
        long sum = table.sweep(1, BATCH, NOBODY);
        for (int i = 0; i < BATCH; i++) {
            sum += insertFresh();
        }
        return sum;
    }

    private int insertFresh() {
        long key = keys.freshKey();
        return table.insert(FlowKeys.high(key), key, 0);
    }
}
