package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A net_ring port receives what it sends. */
class BurstIT {
    private static final int BURST = 32;

    private static Eal eal;
    private static MbufPool pool;
    private static EthPort port;

    private final TestBurst sent = new TestBurst(2048);
    private final TestBurst received = new TestBurst(2048);

    @BeforeAll
    static void start() {
        eal = TestEal.start("--vdev=net_ring0");
        pool = TestEal.pool("bursts");
        port = EthPort.byName("net_ring0");
        port.configure(PortConfig.ofQueues(1), pool);
        port.start();
    }

    @AfterAll
    static void close() {
        eal.close();
    }

    @AfterEach
    void shouldHaveEveryMbufAtHome() {
        assertEquals(0, pool.inUse());
        sent.close();
        received.close();
    }

    @Test
    void shouldReceiveWhatWasSent() {
        prepare(BURST);
        port.resetStats();

        assertEquals(BURST, transmit(0, BURST));
        assertEquals(BURST, receive(2048));

        for (int i = 0; i < BURST; i++) {
            assertArrayEquals(TestBurst.numbered(i, 64 + i), received.packet(i), "packet " + i);
        }
        assertEquals(BURST, port.stats().ipackets());
        assertEquals(BURST, port.stats().opackets());
        Mbufs.free(received.mbufs, 0, BURST);
    }

    @Test
    void shouldReceiveNothingWhenNothingWasSent() {
        assertEquals(0, receive(BURST));
    }

    @Test
    void shouldReceiveNoMoreThanTheLimit() {
        prepare(BURST);
        transmit(0, BURST);

        assertEquals(5, receive(5));
        assertArrayEquals(TestBurst.numbered(4, 68), received.packet(4));
        Mbufs.free(received.mbufs, 0, 5);
        assertEquals(BURST - 5, receive(BURST));
        assertArrayEquals(TestBurst.numbered(5, 69), received.packet(0));
        Mbufs.free(received.mbufs, 0, BURST - 5);
    }

    @Test
    void shouldSendTheElementsFromOffsetOnly() {
        prepare(BURST);

        assertEquals(3, transmit(10, 3));
        assertEquals(3, receive(BURST));

        assertArrayEquals(TestBurst.numbered(10, 74), received.packet(0));
        Mbufs.free(received.mbufs, 0, 3);
        Mbufs.free(sent.mbufs, 0, 10);
        Mbufs.free(sent.mbufs, 13, BURST - 13);
    }

    @Test
    void shouldLeaveToTheCallerWhatTheDeviceDidNotTake() {
        int count = 2048;
        prepare(count);

        int taken = transmit(0, count);

        assertTrue(taken > 0 && taken < count, "the ring of 1024 took " + taken);
        Mbufs.free(sent.mbufs, taken, count - taken);
        assertEquals(taken, receive(count));
        Mbufs.free(received.mbufs, 0, taken);
    }

    @Test
    void shouldSendFromWhereThePacketStartsNow() {
        prepare(2);
        sent.moveStart(0, -MbufPool.headroomBytes());
        sent.moveStart(1, 14);

        assertEquals(2, transmit(0, 2));
        assertEquals(2, receive(BURST));

        byte[] original = TestBurst.numbered(0, 64);
        byte[] grown = received.packet(0);
        assertEquals(64 + MbufPool.headroomBytes(), grown.length);
        for (int i = 0; i < 64; i++) {
            assertEquals(original[i], grown[MbufPool.headroomBytes() + i]);
        }
        assertEquals(65 - 14, received.length(1));
        assertEquals(TestBurst.numbered(1, 65)[14], received.packet(1)[0]);
        Mbufs.free(received.mbufs, 0, 2);
    }

    @Test
    void shouldSendReceivedPacketsAsTheyCame() {
        prepare(BURST);
        assertEquals(BURST, transmit(0, BURST));
        assertEquals(BURST, receive(BURST));

        assertEquals(3, port.transmitReceived(0, received.mbufs, 4, 3));
        Mbufs.free(received.mbufs, 0, 4);
        Mbufs.free(received.mbufs, 7, BURST - 7);

        assertEquals(3, receive(BURST));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(TestBurst.numbered(4 + i, 68 + i), received.packet(i), "packet " + i);
        }
        Mbufs.free(received.mbufs, 0, 3);
    }

    @Test
    void shouldSendNothingWhenAPacketReachesOutsideOfItsMbuf() {
        int room = MbufPool.DEFAULT_DATA_ROOM_BYTES - MbufPool.headroomBytes();
        refuseWith(-MbufPool.headroomBytes() - 1, 64);
        refuseWith(0, room + 1);
        refuseWith(room + 1, 0);
        refuseWith(0, -1);
    }

    private void refuseWith(int moved, int length) {
        prepare(2);
        sent.dataAddresses.setAtIndex(ValueLayout.JAVA_LONG, 1, sent.dataAddress(1) + moved);
        sent.lengths.setAtIndex(ValueLayout.JAVA_INT, 1, length);

        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> transmit(0, 2));

        assertTrue(e.getMessage().contains("net_ring0, TX queue 0"), e.getMessage());
        assertEquals(0, receive(BURST));
        Mbufs.free(sent.mbufs, 0, 2);
    }

    /** Packets 0 to count - 1; packet i is 64 + i % 64 bytes long. */
    private void prepare(int count) {
        assertTrue(pool.allocate(sent.mbufs, sent.dataAddresses, 0, count));
        for (int i = 0; i < count; i++) {
            sent.setSource(i, TestBurst.numbered(i, 64 + i % 64));
        }
        assertTrue(Mbufs.fill(sent.mbufs, sent.dataAddresses, sent.sourceAddresses, sent.lengths, 0, count));
    }

    private int transmit(int offset, int count) {
        return port.transmit(0, sent.mbufs, sent.dataAddresses, sent.lengths, offset, count);
    }

    private int receive(int limit) {
        return port.receive(0, received.mbufs, received.dataAddresses, received.lengths, limit);
    }
}
