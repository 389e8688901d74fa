package io.lockstep.nf.state;

import static io.lockstep.nf.state.FlowTableLayout.SEED_HIGH;
import static io.lockstep.nf.state.FlowTableLayout.SEED_LOW;
import static io.lockstep.nf.state.FlowTableLayout.SIZE;
import static io.lockstep.nf.state.FlowTableLayout.SWEEP_POSITION;
import static io.lockstep.nf.state.FlowTableLayout.VALUE;

import java.util.Objects;

/**
 * A hash table from 128-bit keys to fixed-size values with a deadline each, in one flat region.
 *
 * <p>An entry has a number, 0 to {@code capacity - 1}, that stays the same from insertion to removal; values are read and
 * written by entry and byte offset. Entry numbers are reused, the last freed first. A lookup that misses costs one cache
 * miss, one that hits two. All mutable state lives in the region: the same operations give the same bytes on both nodes.
 *
 * <p>State owner's thread only. No operation allocates. An entry number out of range, {@link #NONE} for instance, throws
 * {@link IndexOutOfBoundsException} before anything has changed. One that is in range but not live is a fault that
 * {@link #remove} always finds, the others where assertions are on.
 */
public final class FlowTable {
    /** What {@link #find} and {@link #insert} return instead of an entry. */
    public static final int NONE = FlowEntries.NONE;

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long NOWHERE = -1;

    private final Region region;
    private final int valueBytes;
    private final long header;
    private final FlowIndex index;
    private final FlowEntries entries;
    /** Of the last search that found nothing: what {@link #insert} of that key would look for again. No state: it is checked. */
    private long missedHigh;

    private long missedLow;
    private int missedFingerprint;
    private long missedAt = NOWHERE;

    private FlowTable(Region region, int capacity, int valueBytes) {
        this.region = region;
        this.valueBytes = valueBytes;
        this.header = region.segment().address();
        this.index = new FlowIndex(header + FlowTableLayout.INDEX, FlowTableLayout.slots(capacity));
        this.entries = new FlowEntries(header, capacity, valueBytes);
    }

    /**
     * Makes an empty table. Memory: {@code capacity} entries of 24 bytes and the value, rounded up to 32 or to a multiple of
     * 64 bytes, and 16 to 32 bytes of index per entry.
     *
     * @param name of the region that is allocated
     * @param capacity most entries, 1 to 2^30
     * @param valueBytes size of a value, 0 to 65,536; up to 8 cost half a cache line per entry, up to 40 one line
     * @throws IllegalArgumentException when an argument is out of range
     */
    public static FlowTable create(Regions regions, String name, int capacity, int valueBytes) {
        Arguments.inRange(name, "capacity", capacity, 1, FlowTableLayout.MAX_CAPACITY);
        Arguments.inRange(name, "valueBytes", valueBytes, 0, FlowTableLayout.MAX_VALUE_BYTES);
        Region region = regions.allocate(name, FlowTableLayout.sizeBytes(capacity, valueBytes));
        return new FlowTable(region, capacity, valueBytes);
    }

    /** Number of live entries. */
    public int size() {
        return Memory.getInt(header + SIZE);
    }

    /** Most live entries. */
    public int capacity() {
        return entries.capacity();
    }

    /** Entries at or above this number have never been used: the bound of a walk with {@link #isLive}. */
    public int highWaterMark() {
        return entries.highWaterMark();
    }

    /** Whether {@link #seed} has been called. */
    public boolean isSeeded() {
        return (Memory.getLong(header + SEED_HIGH) | Memory.getLong(header + SEED_LOW)) != 0;
    }

    /**
     * Keys the hash, so that outsiders cannot choose keys that collide. Take the seed from
     * {@link io.lockstep.nf.AccessContext#random()} before the first insertion.
     *
     * @throws IllegalStateException when the table is not empty
     */
    public void seed(long seed) {
        if (size() != 0) {
            throw new IllegalStateException(
                    "flow table " + region.name() + " holds " + size() + " entries: it can be seeded only while empty");
        }
        Memory.putLong(header + SEED_HIGH, KeyHash.spread(seed));
        Memory.putLong(header + SEED_LOW, KeyHash.spread(~seed));
        missedAt = NOWHERE;
    }

    /** The entry with a key, or {@link #NONE}. */
    public int find(long keyHigh, long keyLow) {
        int fingerprint = fingerprint(keyHigh, keyLow);
        long home = index.home(fingerprint);
        for (long position = home; ; position = index.next(position, home)) {
            long slot = index.slot(position);
            if (slot == FlowIndex.EMPTY) {
                noteMiss(keyHigh, keyLow, fingerprint, position);
                return NONE;
            }
            if (FlowIndex.fingerprint(slot) == fingerprint && entries.hasKey(FlowIndex.entry(slot), keyHigh, keyLow)) {
                return FlowIndex.entry(slot);
            }
        }
    }

    /**
     * As {@link #find(long, long)}, and without a look into the index where the candidate is the entry with the key. It may be any
     * number: the result is the same.
     *
     * @param candidate what {@link #candidate} said earlier, most likely
     */
    public int find(long keyHigh, long keyLow, int candidate) {
        return entries.isLiveWithKey(candidate, keyHigh, keyLow) ? candidate : find(keyHigh, keyLow);
    }

    /** What the index knows of a key: where a {@link io.lockstep.nf.Access#prefetch} begins. */
    public int fingerprint(long keyHigh, long keyLow) {
        long seedHigh = Memory.getLong(header + SEED_HIGH);
        long seedLow = Memory.getLong(header + SEED_LOW);
        return (int) (KeyHash.hash(keyHigh, keyLow, seedHigh, seedLow) >>> 32);
    }

    /** Where in the index a {@link #find} of a key with this fingerprint will read first; {@link io.lockstep.nf.Access#prefetch}. */
    public long prefetchIndex(int fingerprint) {
        return index.address(index.home(fingerprint));
    }

    /**
     * The entry that a {@link #find} of a key with this fingerprint will look at first, found by reading the index only; {@link #NONE}
     * when the table does not hold such a key. The entry may have another key, or be gone when it is used: {@link #find(long, long,
     * int)} looks.
     */
    public int candidate(int fingerprint) {
        long home = index.home(fingerprint);
        for (long position = home; ; position = index.next(position, home)) {
            long slot = index.slot(position);
            if (slot == FlowIndex.EMPTY || FlowIndex.fingerprint(slot) == fingerprint) {
                return FlowIndex.entry(slot);
            }
        }
    }

    /**
     * Where {@link #find} with the same key will read: all that {@link io.lockstep.nf.Access#prefetch} returns for an access that only
     * looks one key up.
     *
     * @param step 0: in the index; 1: in the entries, found by reading the index
     * @return an address, or 0 when the table does not hold the key
     */
    public long prefetch(long keyHigh, long keyLow, int step) {
        int fingerprint = fingerprint(keyHigh, keyLow);
        return step == 0 ? prefetchIndex(fingerprint) : prefetch(candidate(fingerprint));
    }

    /** Address of an entry whose number is known, for {@link io.lockstep.nf.Access#prefetch}; 0 for a number out of range. */
    public long prefetch(int entry) {
        return entry >= 0 && entry < capacity() ? entries.address(entry) : 0;
    }

    /**
     * Adds an entry whose value is all zero. The key must be absent: the caller has just looked, so only an assertion does
     * again. Quickest when that look was the last one that found nothing.
     *
     * @param expiresAtNs the entry's first deadline, as for {@link #expiresAt(int, long)}
     * @return the entry, or {@link #NONE} when the table is full
     */
    public int insert(long keyHigh, long keyLow, long expiresAtNs) {
        assert find(keyHigh, keyLow) == NONE : "the key is already in flow table " + region.name();
        checkDeadline(expiresAtNs);
        int entry = entries.take(keyHigh, keyLow, expiresAtNs);
        if (entry != NONE) {
            addToIndex(keyHigh, keyLow, entry);
            Memory.putInt(header + SIZE, size() + 1);
        }
        return entry;
    }

    /**
     * Removes an entry.
     *
     * @throws IllegalStateException when the entry is not live
     */
    public void remove(int entry) {
        if (!isLive(entry)) {
            throw new IllegalStateException(notLive(entry));
        }
        missedAt = NOWHERE; // a search may end earlier now
        index.remove(fingerprint(entries.keyHigh(entry), entries.keyLow(entry)), entry);
        entries.release(entry);
        Memory.putInt(header + SIZE, size() - 1);
    }

    /** Whether an entry is in use. */
    public boolean isLive(int entry) {
        return entries.isLive(Objects.checkIndex(entry, capacity()));
    }

    /** High half of an entry's key. */
    public long keyHigh(int entry) {
        return entries.keyHigh(live(entry));
    }

    /** Low half of an entry's key. */
    public long keyLow(int entry) {
        return entries.keyLow(live(entry));
    }

    /** An entry's deadline in nanoseconds since the epoch. */
    public long expiresAt(int entry) {
        return entries.deadline(live(entry));
    }

    /**
     * Sets an entry's deadline. All that happens when it has come is that the next {@link #sweep} to pass removes the entry.
     *
     * @param deadlineNs nanoseconds since the epoch, 0 to {@link #NEVER}
     */
    public void expiresAt(int entry, long deadlineNs) {
        checkDeadline(deadlineNs);
        entries.deadline(live(entry), deadlineNs);
    }

    /**
     * Removes expired entries like the hand of a clock: looks at up to {@code maxScanned} entries from where the last sweep
     * stopped, at none twice.
     *
     * @param nowNs an entry whose deadline is at or before this has expired
     * @param listener called with each expired entry before it is removed; if it throws, the entry stays and the next sweep
     *     goes on behind it
     * @return number of expired entries found
     */
    public int sweep(long nowNs, int maxScanned, ExpiryListener listener) {
        int end = highWaterMark();
        int position = Memory.getInt(header + SWEEP_POSITION);
        int expired = 0;
        for (int left = Math.min(maxScanned, end); left > 0; left--) {
            int entry = position;
            position = entry + 1 == end ? 0 : entry + 1;
            Memory.putInt(header + SWEEP_POSITION, position);
            if (entries.hasExpired(entry, nowNs)) {
                expired++;
                expire(entry, nowNs, listener);
            }
        }
        return expired;
    }

    /** Reads a byte of an entry's value. */
    public byte getByte(int entry, int offset) {
        return Memory.getByte(value(entry, offset, Byte.BYTES));
    }

    /** Reads 16 bits of an entry's value. */
    public short getShort(int entry, int offset) {
        return Memory.getShort(value(entry, offset, Short.BYTES));
    }

    /** Reads 32 bits of an entry's value. */
    public int getInt(int entry, int offset) {
        return Memory.getInt(value(entry, offset, Integer.BYTES));
    }

    /** Reads 64 bits of an entry's value. */
    public long getLong(int entry, int offset) {
        return Memory.getLong(value(entry, offset, Long.BYTES));
    }

    /** Writes the low 8 bits of a number into an entry's value. */
    public void putByte(int entry, int offset, int value) {
        Memory.putByte(value(entry, offset, Byte.BYTES), (byte) value);
    }

    /** Writes the low 16 bits of a number into an entry's value. */
    public void putShort(int entry, int offset, int value) {
        Memory.putShort(value(entry, offset, Short.BYTES), (short) value);
    }

    /** Writes 32 bits into an entry's value. */
    public void putInt(int entry, int offset, int value) {
        Memory.putInt(value(entry, offset, Integer.BYTES), value);
    }

    /** Writes 64 bits into an entry's value. */
    public void putLong(int entry, int offset, long value) {
        Memory.putLong(value(entry, offset, Long.BYTES), value);
    }

    private void noteMiss(long keyHigh, long keyLow, int fingerprint, long position) {
        missedHigh = keyHigh;
        missedLow = keyLow;
        missedFingerprint = fingerprint;
        missedAt = position;
    }

    /** Other insertions may have come between, which leave the noted position empty or not. */
    private void addToIndex(long keyHigh, long keyLow, int entry) {
        if (missedAt != NOWHERE
                && missedHigh == keyHigh
                && missedLow == keyLow
                && index.slot(missedAt) == FlowIndex.EMPTY) {
            index.fill(missedAt, missedFingerprint, entry);
        } else {
            int fingerprint = fingerprint(keyHigh, keyLow);
            index.fill(index.vacancy(fingerprint), fingerprint, entry);
        }
    }

    /** The listener may have removed the entry itself, or put its deadline off. */
    private void expire(int entry, long nowNs, ExpiryListener listener) {
        listener.onExpiry(entry);
        if (entries.hasExpired(entry, nowNs)) {
            remove(entry);
        }
    }

    private long value(int entry, int offset, int size) {
        Objects.checkFromIndexSize(offset, size, valueBytes);
        return entries.address(live(entry)) + VALUE + offset;
    }

    private int live(int entry) {
        Objects.checkIndex(entry, capacity());
        assert entries.isLive(entry) : notLive(entry);
        return entry;
    }

    private String notLive(int entry) {
        return "entry " + entry + " of flow table " + region.name() + " is not live";
    }

    private static void checkDeadline(long deadlineNs) {
        if (deadlineNs < 0) {
            throw new IllegalArgumentException("a deadline of " + deadlineNs + " ns lies before the epoch");
        }
    }
}
