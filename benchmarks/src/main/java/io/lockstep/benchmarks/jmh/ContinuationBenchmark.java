package io.lockstep.benchmarks.jmh;

import io.lockstep.runtime.role.Role;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A packet through the worker of a solo node, from receive to release, with the owner on the same thread and no port behind the
 * queues: context, network function, so many accesses one after the other, each with its way to the owner, its run there, the way back
 * and the continuation, then the verdict. Bursts of 32. The difference between two counts of accesses is the price of the future.
 */
public class ContinuationBenchmark extends Part {
    private static final int BURST = 32;
    private static final int FRAME_BYTES = 64;

    /** Accesses of each packet. */
    @Param({"0", "1", "4"})
    public int accesses;

    private PartNode node;

    /** Makes the node. */
    @Setup(Level.Trial)
    public void open() {
        node = new PartNode(Role.PRIMARY, new CountingFunction(accesses), new byte[FRAME_BYTES]);
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void close() {
        node.close();
    }

    /** One burst. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long receiveToRelease() {
        long target = node.out().sent() + BURST;
        node.in().arrive(BURST);
        node.worker().doWork();
        while (node.out().sent() < target) {
            node.owner().doWork();
            node.worker().doWork();
        }
        return target;
    }
}
