package io.lockstep.daemon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.dpdk.Eal;
import io.lockstep.dpdk.EthPort;
import io.lockstep.dpdk.MbufPool;
import io.lockstep.dpdk.PortConfig;
import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** I7 for the daemon's own part of a burst's way: queue and pool over DPDK make no heap objects. */
class DpdkQueueAllocationIT {
    private static final int BURST = 32;
    private static final int ROUNDS = 50_000;
    private static final int BUFFERS = 1023;
    private static final long BOUND_S = 60;

    /** On a thread of its own, because the EAL pins the one that starts it. */
    @Test
    void shouldAllocateNothing() throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            assertEquals(0, thread.submit(this::leastBytes).get(BOUND_S, TimeUnit.SECONDS));
        }
    }

    private long leastBytes() {
        try (Eal _ = Eal.init(List.of(
                        "--no-huge",
                        "--no-shconf",
                        "--no-pci",
                        "--no-telemetry",
                        "-m",
                        "64",
                        "--log-level=error",
                        "--vdev=net_null0"));
                Arena arena = Arena.ofConfined()) {
            MbufPool mbufs =
                    MbufPool.create("queue", BUFFERS, 0, MbufPool.DEFAULT_DATA_ROOM_BYTES, MbufPool.ANY_NUMA_SOCKET);
            EthPort port = EthPort.byName("net_null0");
            port.configure(PortConfig.ofQueues(1), mbufs);
            port.start();
            DpdkQueue queue = new DpdkQueue(port, 0);
            DpdkPool pool = new DpdkPool(mbufs);
            PacketBurst burst = new PacketBurst(arena, BURST);
            return AllocationProbe.leastBytes(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    round(queue, pool, burst);
                }
            });
        }
    }

    private static void round(DpdkQueue queue, DpdkPool pool, PacketBurst burst) {
        int received = queue.receive(burst, BURST);
        assertTrue(received > 0, "net_null always has packets");
        int half = received / 2;
        int sent = queue.transmitReceived(burst, 0, half);
        pool.free(burst, sent, half - sent);
        sent = queue.transmit(burst, half, received - half);
        pool.free(burst, half + sent, received - half - sent);
        if (pool.allocate(burst, BURST)) {
            pool.free(burst, 0, BURST);
        }
    }
}
