package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets in two segments, which our own calls never make: a C helper sends them through a ring. */
class SegmentedPacketIT {
    private static final String HELPER = """
            #include <rte_ethdev.h>
            #include <rte_mbuf.h>

            /* Byte k of the packet is k. */
            int32_t send_in_two(int32_t port, uint64_t *mbufs, int32_t head_bytes, int32_t tail_bytes) {
                struct rte_mbuf *head = (struct rte_mbuf *)mbufs[0], *tail = (struct rte_mbuf *)mbufs[1];
                char *to = rte_pktmbuf_append(head, head_bytes);
                for (int k = 0; k < head_bytes; k++) to[k] = (char)k;
                to = rte_pktmbuf_append(tail, tail_bytes);
                for (int k = 0; k < tail_bytes; k++) to[k] = (char)(head_bytes + k);
                return rte_pktmbuf_chain(head, tail) == 0 ? rte_eth_tx_burst(port, 0, &head, 1) : -1;
            }
            """;

    private final TestBurst burst = new TestBurst(2);

    @Test
    void shouldJoinWhatFitsTheFirstSegmentAndMarkWhatDoesNot(@TempDir Path directory) throws Throwable {
        Path library = compileHelper(directory);
        try (Eal _ = TestEal.start("--vdev=net_ring0");
                Arena arena = Arena.ofConfined()) {
            MethodHandle sendInTwo = Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup(library, arena).findOrThrow("send_in_two"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));
            int room = 256;
            MbufPool pool = MbufPool.create("segments", 63, 0, MbufPool.headroomBytes() + 2048, -1);
            MbufPool small = MbufPool.create("small", 63, 0, MbufPool.headroomBytes() + room, -1);
            EthPort port = EthPort.byName("net_ring0");
            port.configure(PortConfig.ofQueues(1), pool);
            port.start();

            send(sendInTwo, port, small, 100, room - 100);
            assertArrayEquals(TestBurst.numbered(0, room), burst.packet(0));
            Mbufs.free(burst.mbufs, 0, 1);

            send(sendInTwo, port, small, 100, room - 99);
            assertEquals(0, burst.dataAddress(0));
            assertEquals(room + 1, burst.length(0));
            Mbufs.free(burst.mbufs, 0, 1);

            assertEquals(0, small.inUse(), "both segments are freed");
        }
    }

    /** Leaves the packet, as received, in element 0. */
    private void send(MethodHandle sendInTwo, EthPort port, MbufPool pool, int headBytes, int tailBytes)
            throws Throwable {
        assertTrue(pool.allocate(burst.mbufs, burst.dataAddresses, 0, 2));
        MemorySegment mbufs = burst.mbufs;
        assertEquals(1, (int) sendInTwo.invokeExact(port.index(), mbufs, headBytes, tailBytes));
        assertEquals(1, port.receive(0, burst.mbufs, burst.dataAddresses, burst.lengths, 2));
    }

    private static Path compileHelper(Path directory) {
        Path library = directory.resolve("helper.so");
        String flags = CCompiler.run(List.of("pkg-config", "--cflags", "--libs", "libdpdk"));
        CCompiler.compile(
                CCompiler.source(directory, "helper.c", HELPER),
                library,
                ("-shared -fPIC " + flags).strip().split("\\s+"));
        return library;
    }
}
