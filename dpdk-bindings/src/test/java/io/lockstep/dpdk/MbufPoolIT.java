package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MbufPoolIT {
    private static final int COUNT = 63;
    private static final int DATA_ROOM_BYTES = 128 + 256;

    private static Eal eal;

    private final TestBurst burst = new TestBurst(COUNT + 1);
    private MbufPool pool;

    @BeforeAll
    static void startEal() {
        eal = TestEal.start();
    }

    @AfterAll
    static void closeEal() {
        eal.close();
    }

    @BeforeEach
    void createPool() {
        pool = MbufPool.create("pool", COUNT, 0, DATA_ROOM_BYTES, MbufPool.ANY_NUMA_SOCKET);
    }

    @AfterEach
    void closePool() {
        assertEquals(0, pool.inUse(), "every test brings its mbufs home");
        pool.close();
        burst.close();
    }

    @Test
    void shouldCountWhatIsOut() {
        assertTrue(pool.allocate(burst.mbufs, burst.dataAddresses, 0, 10));
        assertEquals(10, pool.inUse());
        assertEquals(COUNT - 10, pool.available());

        Mbufs.free(burst.mbufs, 0, 10);
        assertEquals(0, pool.inUse());
        assertEquals(COUNT, pool.available());
    }

    @Test
    void shouldAllocateAllOrNone() {
        assertFalse(pool.allocate(burst.mbufs, burst.dataAddresses, 0, COUNT + 1));
        assertEquals(COUNT, pool.available());

        assertTrue(pool.allocate(burst.mbufs, burst.dataAddresses, 0, COUNT));
        assertFalse(pool.allocate(burst.mbufs, burst.dataAddresses, COUNT, 1));
        Mbufs.free(burst.mbufs, 0, COUNT);
    }

    @Test
    void shouldWorkOnTheElementsFromOffsetOnly() {
        assertTrue(pool.allocate(burst.mbufs, burst.dataAddresses, 3, 2));

        assertEquals(0, burst.dataAddress(2));
        assertNotEquals(0, burst.dataAddress(3));
        assertNotEquals(0, burst.dataAddress(4));
        assertEquals(0, burst.dataAddress(5));
        Mbufs.free(burst.mbufs, 0, COUNT); // The zeros around are skipped.
    }

    @Test
    void shouldFillWithTheSourceBytes() {
        int headroom = MbufPool.headroomBytes();
        byte[] shortest = {};
        byte[] longest = TestBurst.numbered(1, DATA_ROOM_BYTES - headroom);
        assertTrue(pool.allocate(burst.mbufs, burst.dataAddresses, 0, 2));
        burst.setSource(0, shortest);
        burst.setSource(1, longest);

        assertTrue(Mbufs.fill(burst.mbufs, burst.dataAddresses, burst.sourceAddresses, burst.lengths, 0, 2));

        assertArrayEquals(shortest, burst.packet(0));
        assertArrayEquals(longest, burst.packet(1));
        Mbufs.free(burst.mbufs, 0, 2);
    }

    @Test
    void shouldCopyNothingWhenOnePacketDoesNotFit() {
        byte[] before = TestBurst.numbered(1, 64);
        assertTrue(pool.allocate(burst.mbufs, burst.dataAddresses, 0, 2));
        burst.setSource(0, before);
        assertTrue(Mbufs.fill(burst.mbufs, burst.dataAddresses, burst.sourceAddresses, burst.lengths, 0, 1));
        burst.setSource(0, TestBurst.numbered(2, 64));
        burst.setSource(1, new byte[DATA_ROOM_BYTES - MbufPool.headroomBytes() + 1]);

        assertFalse(Mbufs.fill(burst.mbufs, burst.dataAddresses, burst.sourceAddresses, burst.lengths, 0, 2));

        assertArrayEquals(before, burst.packet(0));
        Mbufs.free(burst.mbufs, 0, 2);
    }

    @Test
    void shouldRefuseElementsOutsideOfTheArrays() {
        assertThrows(
                IndexOutOfBoundsException.class, () -> pool.allocate(burst.mbufs, burst.dataAddresses, 1, COUNT + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> pool.allocate(burst.mbufs, burst.dataAddresses, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> Mbufs.free(burst.mbufs, 0, COUNT + 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Mbufs.free(burst.mbufs, 0, -1));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> Mbufs.fill(
                        burst.mbufs,
                        burst.dataAddresses,
                        burst.sourceAddresses,
                        burst.lengths.asSlice(0, ValueLayout.JAVA_INT),
                        0,
                        2));
    }

    @Test
    void shouldRefuseArraysOnTheHeap() {
        MemorySegment heap = MemorySegment.ofArray(new long[1]);

        assertThrows(IllegalArgumentException.class, () -> pool.allocate(heap, heap, 0, 1));
    }

    @Test
    void shouldNameThePoolWhenItCannotBeMade() {
        DpdkException taken = assertThrows(DpdkException.class, () -> TestEal.pool("pool"));
        assertEquals("ls_pool_create", taken.call());
        assertEquals("pool", taken.device());
        assertTrue(taken.getMessage().contains("File exists"), taken.getMessage());

        assertThrows(DpdkException.class, () -> MbufPool.create("no-room", 63, 0, MbufPool.headroomBytes(), -1));
        assertThrows(DpdkException.class, () -> MbufPool.create("big-cache", 63, 64, DATA_ROOM_BYTES, -1));
        assertThrows(DpdkException.class, () -> MbufPool.create("too-much", 1 << 24, 0, DATA_ROOM_BYTES, -1));
    }

    @Test
    void shouldRefuseToAllocateWhenClosed() {
        MbufPool closed = TestEal.pool("closed");
        closed.close();
        closed.close();

        assertThrows(IllegalStateException.class, () -> closed.allocate(burst.mbufs, burst.dataAddresses, 0, 1));
    }

    @Test
    void shouldServeARegisteredThreadFromItsCache() throws InterruptedException {
        MbufPool cached = TestEal.pool("cached");
        Thread thread = Thread.ofPlatform().start(() -> {
            Eal.registerThread();
            try (TestBurst own = new TestBurst(32)) {
                assertTrue(cached.allocate(own.mbufs, own.dataAddresses, 0, 32));
                Mbufs.free(own.mbufs, 0, 32);
            }
            Eal.unregisterThread();
        });
        thread.join();

        assertEquals(cached.count(), cached.available());
        cached.close();
    }
}
