package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.state.ExpiryListener;
import io.lockstep.nf.state.FlowTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The sweep over entries of which none has expired, which is most of its work: nanoseconds per entry looked at, in a full table. */
public class FlowSweepBenchmark extends Part {
    private static final int SCANNED = 4096;
    private static final ExpiryListener NOBODY = entry -> {};

    /** Most entries, all in use. */
    @Param({"10000", "1000000"})
    public int capacity;

    private FlowTable table;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void open() {
        table = new FlowKeys(capacity, 1.0, FlowTable.NEVER).table();
    }

    /** One step of the hand, as long as the NAT's longest. */
    @Benchmark
    @OperationsPerInvocation(SCANNED)
    public int nothingExpired() {
        return table.sweep(1, SCANNED, NOBODY);
    }
}
