package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NativeRegions;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldStartFullAndRefillAtTheRate() {
        TokenBuckets buckets = TokenBuckets.create(new NativeRegions(), "buckets", 2, 3, 5);
        long now = 1_700_000_000L * SECOND_NS;
        assertEquals(5, buckets.available(0, now));
        assertTrue(buckets.tryTake(0, 5, now));
        assertFalse(buckets.tryTake(0, 1, now));
        assertFalse(buckets.tryTake(0, 1, now + 333_333_333));
        assertTrue(buckets.tryTake(0, 1, now + 333_333_334));
        assertFalse(buckets.tryTake(0, 3, now + SECOND_NS));
        assertTrue(buckets.tryTake(0, 2, now + SECOND_NS));
        assertEquals(5, buckets.available(0, now + 10 * SECOND_NS));
        assertEquals(5, buckets.available(1, now));
    }

    @Test
    void shouldTreatAnEarlierTimeAsTheLatestSeen() {
        TokenBuckets buckets = TokenBuckets.create(new NativeRegions(), "buckets", 1, 1, 1);
        assertTrue(buckets.tryTake(0, 1, 10 * SECOND_NS));
        assertFalse(buckets.tryTake(0, 1, 9 * SECOND_NS));
        assertFalse(buckets.tryTake(0, 1, 11 * SECOND_NS - 1));
        assertTrue(buckets.tryTake(0, 1, 11 * SECOND_NS));
    }

    @Test
    void shouldRefuseMoreThanTheBurst() {
        TokenBuckets buckets = TokenBuckets.create(new NativeRegions(), "buckets", 1, 1, 10);
        assertFalse(buckets.tryTake(0, 11, 0));
        assertFalse(buckets.tryTake(0, Long.MAX_VALUE, 0));
        assertTrue(buckets.tryTake(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> buckets.tryTake(0, -1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> buckets.tryTake(1, 1, 0));
    }

    /** No token is lost or won, whatever the steps, up to the largest rates and bursts. */
    @ParameterizedTest(name = "seed {0}, rate {1}, burst {2}")
    @CsvSource({
        "1, 1, 1",
        "2, 3, 7",
        "3, 999999937, 1000",
        "4, 1250000000, 4000000000",
        "5, 1000000000000000, 4000000000",
        "6, 1, 4000000000"
    })
    void shouldAgreeWithUnboundedArithmetic(long seed, long rate, long burst) {
        Random random = new Random(seed);
        TokenBuckets buckets = TokenBuckets.create(new NativeRegions(), "buckets", 1, rate, burst);
        BigInteger full = BigInteger.valueOf(burst).multiply(BigInteger.valueOf(SECOND_NS));
        BigInteger level = full;
        long now = 0;
        for (int step = 0; step < 5000; step++) {
            long elapsed = random.nextLong(random.nextInt(10) == 0 ? 1L << 60 >>> 9 : 2 * SECOND_NS);
            now += elapsed;
            level = level.add(BigInteger.valueOf(elapsed).multiply(BigInteger.valueOf(rate)))
                    .min(full);
            long tokens = random.nextLong(burst + 1);
            BigInteger wanted = BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(SECOND_NS));
            boolean enough = level.compareTo(wanted) >= 0;
            assertEquals(level.divide(BigInteger.valueOf(SECOND_NS)).longValueExact(), buckets.available(0, now));
            assertEquals(enough, buckets.tryTake(0, tokens, now), "seed " + seed + " step " + step);
            level = enough ? level.subtract(wanted) : level;
        }
    }
}
