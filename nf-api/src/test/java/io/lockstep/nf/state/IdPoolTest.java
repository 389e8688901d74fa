package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NativeRegions;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdPoolTest {
    private final NativeRegions regions = new NativeRegions();

    @Test
    void shouldAllocateTheStartOrTheNextFree() {
        IdPool pool = IdPool.create(regions, "ids", 1, 10);
        assertEquals(5, pool.allocate(0, 5));
        assertEquals(6, pool.allocate(0, 5));
        assertTrue(pool.take(0, 8));
        assertEquals(7, pool.allocate(0, 5));
        assertEquals(9, pool.allocate(0, 5));
        assertEquals(0, pool.allocate(0, 5));
        assertEquals(5, pool.idsPerPool() - pool.free(0) - 1);
    }

    @Test
    void shouldKeepParityWhenAskedTo() {
        IdPool pool = IdPool.create(regions, "ids", 1, 6);
        assertEquals(3, pool.allocate(0, 3, 2));
        assertEquals(5, pool.allocate(0, 3, 2));
        assertEquals(1, pool.allocate(0, 3, 2));
        assertEquals(IdPool.NONE, pool.allocate(0, 3, 2));
        assertEquals(4, pool.allocate(0, 3));
    }

    @Test
    void shouldWrapToTheFirstNumber() {
        IdPool pool = IdPool.create(regions, "ids", 1, 3);
        assertEquals(1, pool.allocate(0, 1));
        assertEquals(2, pool.allocate(0, 1));
        assertEquals(0, pool.allocate(0, 1));
        assertEquals(IdPool.NONE, pool.allocate(0, 1));
    }

    @Test
    void shouldServeAPoolOfOneNumber() {
        IdPool pool = IdPool.create(regions, "ids", 1, 1);
        assertEquals(0, pool.allocate(0, 0));
        assertEquals(IdPool.NONE, pool.allocate(0, 0));
        assertEquals(IdPool.NONE, pool.allocate(0, 0, 2));
        pool.release(0, 0);
        assertTrue(pool.take(0, 0));
        assertFalse(pool.take(0, 0));
    }

    @Test
    void shouldKeepPoolsApart() {
        IdPool pool = IdPool.create(regions, "ids", 3, 100);
        assertEquals(7, pool.allocate(1, 7));
        assertTrue(pool.isFree(0, 7));
        assertTrue(pool.isFree(2, 7));
        assertEquals(99, pool.free(1));
        assertEquals(100, pool.free(2));
    }

    @Test
    void shouldRefuseFaultyUse() {
        IdPool pool = IdPool.create(regions, "ids", 2, 10);
        pool.take(0, 3);
        pool.release(0, 3);
        assertThrows(IllegalStateException.class, () -> pool.release(0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> pool.allocate(0, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> pool.allocate(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> pool.isFree(0, -1));
        assertThrows(IllegalArgumentException.class, () -> pool.allocate(0, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> IdPool.create(regions, "none", 0, 10));
        assertThrows(IllegalArgumentException.class, () -> IdPool.create(regions, "empty", 1, 0));
    }

    /** Sizes at and around the 64, 64 x 64 and 64 x 64 x 64 boundaries of a lane, and the ports of an address. */
    @ParameterizedTest(name = "seed {0}, {1} numbers")
    @CsvSource({"1, 1", "2, 2", "3, 127", "4, 128", "5, 129", "6, 8191", "7, 8192", "8, 8193", "9, 65536", "10, 530000"
    })
    void shouldBehaveAsABitSet(long seed, int ids) {
        Random random = new Random(seed);
        NativeRegions twinRegions = new NativeRegions();
        IdPool pool = IdPool.create(regions, "ids", 2, ids);
        IdPool twin = IdPool.create(twinRegions, "ids", 2, ids);
        BitSet taken = new BitSet(ids);
        for (int id = 0; id < ids; id++) {
            assertEquals(id, pool.allocate(1, id));
            assertEquals(id, twin.allocate(1, id));
        }
        taken.set(0, ids);
        for (int step = 0; step < 4000; step++) {
            int id = random.nextInt(ids);
            int rounds = random.nextInt(20) == 0 ? Math.min(ids, 300) : 1;
            if (random.nextInt(3) != 0) {
                int parity = 1 + random.nextInt(2);
                for (int round = 0; round < rounds; round++) {
                    int expected = expected(taken, ids, id, parity);
                    assertEquals(expected, pool.find(1, id, parity), "seed " + seed + " step " + step);
                    assertEquals(expected, pool.allocate(1, id, parity), "seed " + seed + " step " + step);
                    assertEquals(expected, twin.allocate(1, id, parity));
                    if (expected == IdPool.NONE) {
                        break;
                    }
                    taken.set(expected);
                }
            } else {
                for (int at = taken.nextSetBit(id); at >= 0 && rounds-- > 0; at = taken.nextSetBit(at)) {
                    pool.release(1, at);
                    twin.release(1, at);
                    taken.clear(at);
                }
            }
            assertEquals(taken.get(id), !pool.isFree(1, id));
            assertEquals(ids - taken.cardinality(), pool.free(1));
        }
        assertEquals(ids, pool.free(0));
        assertEquals(Optional.empty(), regions.firstDifference(twinRegions));
    }

    private static int expected(BitSet taken, int ids, int start, int step) {
        int id = firstClear(taken, ids, start, step);
        return id != IdPool.NONE ? id : firstClear(taken, ids, step == 1 ? 0 : start & 1, step);
    }

    private static int firstClear(BitSet taken, int ids, int start, int step) {
        int id = taken.nextClearBit(start);
        while (id < ids && (id - start) % step != 0) {
            id = taken.nextClearBit(id + 1);
        }
        return id < ids ? id : IdPool.NONE;
    }
}
