package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EthPortIT {
    private static Eal eal;
    private static MbufPool pool;

    @BeforeAll
    static void start() {
        eal = TestEal.start("--vdev=net_null0", "--vdev=net_null1", "--vdev=net_ring0");
        pool = TestEal.pool("ports");
    }

    @AfterAll
    static void close() {
        eal.close();
        pool.close();
    }

    @Test
    void shouldKnowEveryPortByNameAndIndex() {
        EthPort port = EthPort.byName("net_null1");

        assertEquals("net_null1", port.name());
        assertSame(port, EthPort.byIndex(port.index()));
        assertTrue(EthPort.all().contains(port));
        assertEquals("net_null", port.info().driver());
    }

    @Test
    void shouldConfigureStartAndStop() {
        EthPort port = EthPort.byName("net_null0");

        PortConfig applied = port.configure(new PortConfig(2, 1, 512, 256, 1400, true), pool);
        port.start();

        assertEquals(new PortConfig(2, 1, 512, 256, 1400, true), applied);
        assertEquals(2, port.rxQueues());
        assertEquals(1, port.txQueues());
        assertEquals(2, port.info().rxQueues());
        assertTrue(port.link().up());
        port.stop();
        assertFalse(port.link().up());
    }

    @Test
    void shouldSayThatADeviceDoesNoRss() {
        EthPort port = EthPort.byName("net_ring0");

        assertFalse(port.info().rssSupported());
        assertFalse(port.configure(new PortConfig(1, 1, 64, 64, 0, true), pool).rss());
    }

    @Test
    void shouldNameLimitsWhenAConfigurationIsRefused() {
        EthPort port = EthPort.byName("net_ring0");
        int queues = port.info().maxRxQueues() + 1;

        DpdkException e = assertThrows(DpdkException.class, () -> port.configure(PortConfig.ofQueues(queues), pool));

        assertEquals("ls_port_configure", e.call());
        assertEquals("net_ring0", e.device());
        assertTrue(e.getMessage().contains("at most " + (queues - 1) + " RX"), e.getMessage());
    }

    @Test
    void shouldRefuseAPoolTooSmallForTheMtu() {
        MbufPool small = MbufPool.create("small", 63, 0, MbufPool.headroomBytes() + 1500, -1);

        DpdkException e = assertThrows(
                DpdkException.class, () -> EthPort.byName("net_ring0").configure(PortConfig.ofQueues(1), small));

        assertTrue(e.getMessage().contains("Message too long"), e.getMessage());
        assertTrue(e.getMessage().contains("MTU + 22"), e.getMessage());
        small.close();
    }

    @Test
    void shouldChangeTheHardwareAddress() {
        EthPort port = EthPort.byName("net_null1");
        byte[] address = {2, 0, 0, 0, 0, 42};

        port.setMac(address);

        assertArrayEquals(address, port.mac());
        assertThrows(DpdkException.class, () -> port.setMac(new byte[6]));
        assertThrows(IllegalArgumentException.class, () -> port.setMac(new byte[5]));
    }

    @Test
    void shouldSetPromiscuousModeOrSayThatTheDriverCannot() {
        EthPort.byName("net_ring0").setPromiscuous(true);
        EthPort.byName("net_ring0").setPromiscuous(false);
    }

    @Test
    void shouldRefuseBurstsOnQueuesThatAreNotThere() {
        EthPort port = EthPort.byName("net_null1");
        port.configure(PortConfig.ofQueues(1), pool);
        try (TestBurst burst = new TestBurst(4)) {
            for (int queue : List.of(-1, 1, 65536)) {
                assertThrows(IndexOutOfBoundsException.class, () -> receive(port, queue, burst, 4));
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> port.transmit(queue, burst.mbufs, burst.dataAddresses, burst.lengths, 0, 0));
                assertThrows(IndexOutOfBoundsException.class, () -> port.transmitReceived(queue, burst.mbufs, 0, 0));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> receive(port, 0, burst, 5));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> port.transmit(0, burst.mbufs, burst.dataAddresses, burst.lengths, 1, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> port.transmitReceived(0, burst.mbufs, 1, 4));
        }
    }

    private static int receive(EthPort port, int queue, TestBurst burst, int limit) {
        return port.receive(queue, burst.mbufs, burst.dataAddresses, burst.lengths, limit);
    }
}
