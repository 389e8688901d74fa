package io.lockstep.nf.state;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Token buckets of one rate and burst in one flat region. They start full.
 *
 * <p>Exact integer arithmetic: a bucket keeps how many billionths of a token it lacks, and one nanosecond brings
 * {@code tokensPerSecond} of them. A time before the latest that a bucket has seen counts as that latest time, since
 * accesses of different workers may come slightly out of time order.
 *
 * <p>State owner's thread only. No operation allocates. A bucket out of range throws {@link IndexOutOfBoundsException}.
 */
public final class TokenBuckets {
    private static final long BILLION = 1_000_000_000L;
    private static final long MAX_BURST = 4_000_000_000L;
    private static final long MAX_RATE = 1_000_000_000_000_000L;

    /** All zero is a full bucket. */
    private static final StructLayout BUCKET = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("lackingBillionths"), ValueLayout.JAVA_LONG.withName("latestNs"));

    private static final long LACKING = BUCKET.byteOffset(PathElement.groupElement("lackingBillionths"));
    private static final long LATEST = BUCKET.byteOffset(PathElement.groupElement("latestNs"));

    private final Region region;
    private final int length;
    private final long tokensPerSecond;
    private final long burstTokens;

    private TokenBuckets(Region region, int length, long tokensPerSecond, long burstTokens) {
        this.region = region;
        this.length = length;
        this.tokensPerSecond = tokensPerSecond;
        this.burstTokens = burstTokens;
    }

    /**
     * Makes full buckets.
     *
     * @param name of the region that is allocated
     * @param length number of buckets, 1 to 2^30
     * @param tokensPerSecond how fast a bucket fills, 1 to 10^15
     * @param burstTokens how many tokens a bucket holds, 1 to 4 x 10^9
     * @throws IllegalArgumentException when an argument is out of range
     */
    public static TokenBuckets create(
            Regions regions, String name, int length, long tokensPerSecond, long burstTokens) {
        Arguments.inRange(name, "length", length, 1, 1 << 30);
        Arguments.inRange(name, "tokensPerSecond", tokensPerSecond, 1, MAX_RATE);
        Arguments.inRange(name, "burstTokens", burstTokens, 1, MAX_BURST);
        Region region = regions.allocate(name, length * BUCKET.byteSize());
        return new TokenBuckets(region, length, tokensPerSecond, burstTokens);
    }

    /** Number of buckets. */
    public int length() {
        return length;
    }

    /**
     * Takes tokens if the bucket has that many, else none.
     *
     * @param tokens 0 or more; more than the burst are never there
     * @param nowNs the packet's time
     * @return whether they were taken
     */
    public boolean tryTake(int bucket, long tokens, long nowNs) {
        if (tokens < 0) {
            throw new IllegalArgumentException(region.name() + ": cannot take " + tokens + " tokens");
        }
        long offset = offset(bucket);
        long lacking = lacking(offset, nowNs);
        boolean enough = tokens <= burstTokens && lacking <= (burstTokens - tokens) * BILLION;
        region.putLong(offset + LACKING, enough ? lacking + tokens * BILLION : lacking);
        region.putLong(offset + LATEST, Math.max(nowNs, region.getLong(offset + LATEST)));
        return enough;
    }

    /** How many whole tokens a bucket has. */
    public long available(int bucket, long nowNs) {
        return (burstTokens * BILLION - lacking(offset(bucket), nowNs)) / BILLION;
    }

    /** Refilling stops at full, which also keeps the product of time and rate from overflowing. */
    private long lacking(long offset, long nowNs) {
        long lacking = region.getLong(offset + LACKING);
        long elapsedNs = nowNs - region.getLong(offset + LATEST);
        if (elapsedNs <= 0) {
            return lacking;
        }
        return elapsedNs > lacking / tokensPerSecond ? 0 : lacking - elapsedNs * tokensPerSecond;
    }

    private long offset(int bucket) {
        return Objects.checkIndex(bucket, length) * BUCKET.byteSize();
    }
}
