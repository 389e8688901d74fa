package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Every hot call, 100,000 times: no byte of heap. */
class BurstAllocationIT {
    private static final int BURST = 32;
    private static final int CALLS = 100_000;
    private static final int MAX_RUNS = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final TestBurst received = new TestBurst(BURST);
    private final TestBurst made = new TestBurst(BURST);

    @Test
    void shouldAllocateNothing() {
        for (int i = 0; i < BURST; i++) {
            made.setSource(i, TestBurst.numbered(i, 64));
        }
        try (Eal _ = TestEal.start("--vdev=net_null0")) {
            MbufPool pool = TestEal.pool("allocation");
            EthPort port = EthPort.byName("net_null0");
            port.configure(PortConfig.ofQueues(1), pool);
            port.start();
            assertEquals(
                    0, leastAllocatedBytes(port, pool), "heap bytes that every run of " + CALLS + " rounds allocates");
        }
    }

    /** Linking and compiling leave some bytes on the thread, once each; a call that allocates does so in every run. */
    private long leastAllocatedBytes(EthPort port, MbufPool pool) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MAX_RUNS && least > 0; i++) {
            least = Math.min(least, allocatedBytes(port, pool));
        }
        return least;
    }

    private long allocatedBytes(EthPort port, MbufPool pool) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertTrue(before > 0, "this JVM does not measure allocation");
        long moved = 0;
        for (int i = 0; i < CALLS; i++) {
            moved += round(port, pool);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(moved > 0, "nothing was received");
        return allocated;
    }

    private int round(EthPort port, MbufPool pool) {
        int count = port.receive(0, received.mbufs, received.dataAddresses, received.lengths, BURST);
        int half = count / 2;
        int sent = port.transmitReceived(0, received.mbufs, 0, half);
        if (sent == half) {
            sent += port.transmit(0, received.mbufs, received.dataAddresses, received.lengths, half, count - half);
        }
        Mbufs.free(received.mbufs, sent, count - sent);
        if (pool.allocate(made.mbufs, made.dataAddresses, 0, BURST)) {
            Mbufs.fill(made.mbufs, made.dataAddresses, made.sourceAddresses, made.lengths, 0, BURST);
            Mbufs.free(made.mbufs, 0, BURST);
        }
        return count;
    }
}
