package io.lockstep.dpdk;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * What can be done to mbufs whatever their pool. The arrays are native memory owned by the caller: {@code mbufs} and
 * addresses are arrays of {@code long}, lengths of {@code int}; calls work on elements {@code [offset, offset +
 * count)}.
 *
 * <p>Any thread, one per mbuf and array. No allocation.
 */
public final class Mbufs {
    private Mbufs() {}

    /**
     * Returns mbufs to their pools. Elements that are 0 are skipped; the array is left as it is.
     *
     * @throws IndexOutOfBoundsException if the elements reach outside of the array
     */
    public static void free(MemorySegment mbufs, int offset, int count) {
        requireLongs(mbufs, offset, count);
        HotCalls.freeBulk(mbufs, offset, count);
    }

    /**
     * Copies {@code lengths[i]} bytes from {@code sourceAddresses[i]} to {@code dataAddresses[i]}, which lies in
     * {@code mbufs[i]}. The sources are raw addresses: that they are readable is the caller's promise.
     *
     * @return false if one does not fit its mbuf; nothing was copied then
     * @throws IndexOutOfBoundsException if the elements reach outside of an array
     */
    public static boolean fill(
            MemorySegment mbufs,
            MemorySegment dataAddresses,
            MemorySegment sourceAddresses,
            MemorySegment lengths,
            int offset,
            int count) {
        requireLongs(mbufs, offset, count);
        requireLongs(dataAddresses, offset, count);
        requireLongs(sourceAddresses, offset, count);
        requireInts(lengths, offset, count);
        return HotCalls.fillBurst(mbufs, dataAddresses, sourceAddresses, lengths, offset, count) == 0;
    }

    /** Native code trusts offset and count: this is the last check before it. */
    static void requireLongs(MemorySegment array, long offset, long count) {
        Objects.checkFromIndexSize(offset, count, array.byteSize() >>> 3);
    }

    /** As {@link #requireLongs}, for an array of {@code int}. */
    static void requireInts(MemorySegment array, long offset, long count) {
        Objects.checkFromIndexSize(offset, count, array.byteSize() >>> 2);
    }
}
