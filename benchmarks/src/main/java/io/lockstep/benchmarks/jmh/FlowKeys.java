package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.state.FlowTable;
import io.lockstep.nf.testkit.NativeRegions;
import java.util.SplittableRandom;

/** A flow table that holds the keys 0 to {@code live - 1} in the entries of the same numbers, and an order in which to visit them. */
final class FlowKeys {
    private static final int VALUE_BYTES = 40;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final FlowTable table;
    private final int[] order;
    private int place;
    private long fresh;

    FlowKeys(int capacity, double load, long deadlineNs) {
        SplittableRandom random = new SplittableRandom(7);
        table = FlowTable.create(new NativeRegions(), "flows", capacity, VALUE_BYTES);
        table.seed(random.nextLong());
        order = new int[(int) (capacity * load)];
        fresh = order.length;
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
            table.insert(high(i), i, deadlineNs);
        }
    }

    FlowTable table() {
        return table;
    }

    /** The next entry of the order: every one once, at random, then the same again. */
    int nextEntry() {
        int entry = order[place];
        place = place + 1 == order.length ? 0 : place + 1;
        return entry;
    }

    /** A key that was never in the table. */
    long freshKey() {
        return fresh++;
    }

    /** The high half of the key whose low half is this number. */
    static long high(long key) {
        return key * SPREAD;
    }
}
