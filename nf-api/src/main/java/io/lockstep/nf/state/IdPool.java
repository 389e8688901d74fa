package io.lockstep.nf.state;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Pools of small numbers, 0 to {@code idsPerPool - 1} each, many pools in one flat region: external ports per address and
 * protocol, for instance.
 *
 * <p>Even and odd numbers have a {@linkplain SummaryBitmap bitmap} of their own, so that an allocation that keeps parity
 * (RFC 4787, section 4.2.2) is as quick in a crowded pool as one that does not.
 *
 * <pre>
 *   pool 0: taken count | bitmap of even numbers | bitmap of odd numbers, rounded up to 64 bytes
 *   pool 1: ...
 * </pre>
 *
 * <p>About a bit per number. A pool that nobody uses is all zero and untouched. State owner's thread only. No operation
 * allocates memory. A pool or number out of range throws {@link IndexOutOfBoundsException}.
 */
public final class IdPool {
    /** What {@link #allocate} returns instead of a number. */
    public static final int NONE = -1;

    private static final int MAX_IDS = 1 << 24;

    private final Region region;
    private final long address;
    private final int pools;
    private final int idsPerPool;
    private final SummaryBitmap evenShape;
    private final SummaryBitmap oddShape;
    private final long evenOffset;
    private final long oddOffset;
    private final long poolBytes;

    private IdPool(Regions regions, String name, int pools, int idsPerPool) {
        this.pools = pools;
        this.idsPerPool = idsPerPool;
        this.evenShape = new SummaryBitmap((idsPerPool + 1) / 2);
        this.oddShape = new SummaryBitmap(idsPerPool / 2);
        StructLayout layout = MemoryLayout.structLayout(
                ValueLayout.JAVA_LONG.withName("taken"),
                evenShape.layout().withName("even"),
                oddShape.layout().withName("odd"));
        this.evenOffset = layout.byteOffset(PathElement.groupElement("even"));
        this.oddOffset = layout.byteOffset(PathElement.groupElement("odd"));
        this.poolBytes = (layout.byteSize() + 63) & -64;
        this.region = regions.allocate(name, pools * poolBytes);
        this.address = region.segment().address();
    }

    /**
     * Makes pools in which every number is free.
     *
     * @param name of the region that is allocated
     * @param pools number of pools, 1 to 2^24
     * @param idsPerPool numbers in each, 1 to 2^24
     * @throws IllegalArgumentException when an argument is out of range
     */
    public static IdPool create(Regions regions, String name, int pools, int idsPerPool) {
        Arguments.inRange(name, "pools", pools, 1, MAX_IDS);
        Arguments.inRange(name, "idsPerPool", idsPerPool, 1, MAX_IDS);
        return new IdPool(regions, name, pools, idsPerPool);
    }

    /** Number of pools. */
    public int pools() {
        return pools;
    }

    /** Numbers in each pool. */
    public int idsPerPool() {
        return idsPerPool;
    }

    /** How many numbers of a pool are free. */
    public int free(int pool) {
        return idsPerPool - taken(base(pool));
    }

    /** Whether a number is free. */
    public boolean isFree(int pool, int id) {
        long base = base(pool);
        checkId(id);
        return !shape(id).isSet(bitmap(base, id), id >>> 1);
    }

    /** Takes the first free number at or after {@code start}, wrapping at the end; {@link #NONE} when the pool is empty. */
    public int allocate(int pool, int start) {
        return allocate(pool, start, 1);
    }

    /**
     * Takes the first free number of {@code start}, {@code start + step}, ..., wrapping at the end.
     *
     * @param step 1, or 2 for numbers of {@code start}'s parity only
     * @return the number, or {@link #NONE} when none of these is free
     */
    public int allocate(int pool, int start, int step) {
        int id = find(pool, start, step);
        if (id != NONE) {
            mark(base(pool), id);
        }
        return id;
    }

    /** The number that {@link #allocate(int, int, int)} would take, and leaves it free. */
    public int find(int pool, int start, int step) {
        long base = base(pool);
        checkId(start);
        if (step != 1 && step != 2) {
            throw new IllegalArgumentException(
                    "id pool " + region.name() + ": step is " + step + ", but must be 1 or 2");
        }
        int id = step == 1 ? nextFree(base, start) : nextFreeOfParity(base, start);
        if (id == NONE) {
            id = step == 1 ? nextFree(base, 0) : nextFreeOfParity(base, start & 1);
        }
        return id;
    }

    /** Takes a number; false when it is taken already. */
    public boolean take(int pool, int id) {
        if (!isFree(pool, id)) {
            return false;
        }
        mark(base(pool), id);
        return true;
    }

    /**
     * Gives a number back.
     *
     * @throws IllegalStateException when it is free: somebody has given it back twice
     */
    public void release(int pool, int id) {
        if (isFree(pool, id)) {
            throw new IllegalStateException(
                    "id pool " + region.name() + ": " + id + " of pool " + pool + " is released, but was free");
        }
        long base = base(pool);
        shape(id).clear(bitmap(base, id), id >>> 1);
        Memory.putLong(base, taken(base) - 1);
    }

    private void mark(long base, int id) {
        shape(id).set(bitmap(base, id), id >>> 1);
        Memory.putLong(base, taken(base) + 1);
    }

    private int nextFree(long base, int from) {
        int same = nextFreeOfParity(base, from);
        if (same == from || from + 1 == idsPerPool) {
            return same;
        }
        int other = nextFreeOfParity(base, from + 1);
        return same == NONE ? other : other == NONE ? same : Math.min(same, other);
    }

    private int nextFreeOfParity(long base, int from) {
        int position = shape(from).nextClear(bitmap(base, from), from >>> 1);
        return position == NONE ? NONE : position << 1 | (from & 1);
    }

    private SummaryBitmap shape(int id) {
        return (id & 1) == 0 ? evenShape : oddShape;
    }

    private long bitmap(long base, int id) {
        return base + ((id & 1) == 0 ? evenOffset : oddOffset);
    }

    private static int taken(long base) {
        return (int) Memory.getLong(base);
    }

    private long base(int pool) {
        return address + Objects.checkIndex(pool, pools) * poolBytes;
    }

    private void checkId(int id) {
        Objects.checkIndex(id, idsPerPool);
    }
}
