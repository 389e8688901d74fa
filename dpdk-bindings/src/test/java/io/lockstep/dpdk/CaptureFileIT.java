package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From file to file through net_pcap: one JVM, one test, since the EAL must end for nothing but the files to be left. */
class CaptureFileIT {
    private static final int BURST = 32;
    private static final int DATA_ROOM_BYTES = 2048 + 128;
    private static final int TOO_LONG_INDEX = 50;

    @Test
    void shouldWriteWhatWasReadAndMarkWhatNoMbufHolds(@TempDir Path directory) {
        List<byte[]> packets = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> TestBurst.numbered(i, 60 + i * 14))
                .toList());
        packets.add(TOO_LONG_INDEX, TestBurst.numbered(0, 5000));
        Path in = directory.resolve("in.pcap");
        Path out = directory.resolve("out.pcap");
        CaptureFile.write(in, packets);

        int marked;
        try (Eal _ = TestEal.start("--vdev=net_pcap0,rx_pcap=" + in + ",tx_pcap=" + out)) {
            marked = forward(packets.size());
        }

        assertEquals(1, marked);
        packets.remove(TOO_LONG_INDEX);
        List<byte[]> written = CaptureFile.read(out);
        assertEquals(packets.size(), written.size());
        for (int i = 0; i < written.size(); i++) {
            assertArrayEquals(packets.get(i), written.get(i), "packet " + i);
        }
    }

    /** Sends every packet back; returns how many came without an address. */
    private static int forward(int expected) {
        int marked = 0;
        try (MbufPool pool = MbufPool.create("capture", 511, 0, DATA_ROOM_BYTES, -1);
                EthPort port = EthPort.byName("net_pcap0");
                TestBurst burst = new TestBurst(BURST)) {
            port.configure(PortConfig.ofQueues(1), pool);
            port.start();
            for (int seen = 0, count; seen < expected; seen += count) {
                count = port.receive(0, burst.mbufs, burst.dataAddresses, burst.lengths, BURST);
                assertNotEquals(0, count, "the file ended after " + seen);
                for (int i = 0; i < count; i++) {
                    if (burst.dataAddress(i) == 0) {
                        assertEquals(5000, burst.length(i));
                        Mbufs.free(burst.mbufs, i, 1);
                        marked++;
                    } else {
                        assertEquals(1, port.transmit(0, burst.mbufs, burst.dataAddresses, burst.lengths, i, 1));
                    }
                }
            }
            port.stop();
            assertEquals(0, pool.inUse());
        }
        return marked;
    }
}
