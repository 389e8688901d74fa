package io.lockstep.dpdk;

import io.lockstep.dpdk.bindings.LockstepDpdk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A fixed number of packet buffers of one size, in DPDK's memory.
 *
 * <p>Any thread may allocate. A thread that called {@link Eal#registerThread()} has a cache of its own and does so
 * without touching what other threads touch. The pool must outlive every port that receives into it.
 */
public final class MbufPool implements AutoCloseable {
    /** Room for a frame of 2048 bytes behind DPDK's usual headroom of 128. */
    public static final int DEFAULT_DATA_ROOM_BYTES = 2048 + 128;

    /** Let DPDK choose where the memory lies. */
    public static final int ANY_NUMA_SOCKET = -1;

    private final String name;
    private final int count;
    private final int dataRoomBytes;
    private long handle;

    private MbufPool(String name, int count, int dataRoomBytes, long handle) {
        this.name = name;
        this.count = count;
        this.dataRoomBytes = dataRoomBytes;
        this.handle = handle;
    }

    /**
     * Makes a pool.
     *
     * @param name unique in the process, at most 26 bytes
     * @param count mbufs; 2^n - 1 wastes no memory
     * @param cacheSize mbufs that each registered thread may keep for itself: at most 512, and at most two thirds of
     *     {@code count}; 0 for no cache
     * @param dataRoomBytes buffer of one mbuf: {@link #headroomBytes()} plus the longest frame it can hold; at most
     *     65535
     * @param numaSocket where the memory lies, best where the NIC is; or {@link #ANY_NUMA_SOCKET}
     * @throws DpdkException if the memory does not suffice, the name is taken, or a size is out of range
     */
    public static MbufPool create(String name, int count, int cacheSize, int dataRoomBytes, int numaSocket) {
        Eal.requireRunning();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
            int result = LockstepDpdk.ls_pool_create(
                    arena.allocateFrom(name), count, cacheSize, dataRoomBytes, numaSocket, handle);
            if (result < 0) {
                String advice = ("Asked for: %d mbufs of %d bytes, cache %d, NUMA socket %d. Expected: a name not in "
                                + "use of at most 26 bytes; a cache of at most 512 and two thirds of the count; more "
                                + "than %d and at most 65535 bytes of data room; and that much free memory (EAL "
                                + "arguments -m or --socket-mem, or more hugepages).")
                        .formatted(count, dataRoomBytes, cacheSize, numaSocket, headroomBytes());
                throw DpdkException.failed("ls_pool_create", name, result, advice);
            }
            return new MbufPool(name, count, dataRoomBytes, handle.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /** Bytes that a fresh mbuf keeps free in front of its data: how far a packet can grow at its head. */
    public static int headroomBytes() {
        NativeLibrary.ensureLoaded();
        return LockstepDpdk.ls_mbuf_headroom_bytes();
    }

    /**
     * Takes {@code count} mbufs, all or none, into elements {@code [offset, offset + count)} of two native arrays of
     * {@code long}: handles, and addresses of {@code dataRoomBytes - headroomBytes} bytes each, contents undefined.
     * The hot call: no allocation, no lock.
     *
     * @return false if the pool has not that many; nothing was taken then
     * @throws IndexOutOfBoundsException if the elements reach outside of an array
     * @throws IllegalStateException if the pool is closed
     */
    public boolean allocate(MemorySegment mbufs, MemorySegment dataAddresses, int offset, int count) {
        Mbufs.requireLongs(mbufs, offset, count);
        Mbufs.requireLongs(dataAddresses, offset, count);
        return HotCalls.allocBulk(openHandle(), mbufs, dataAddresses, offset, count) == 0;
    }

    /** Mbufs at home, thread caches included. Walks the caches of all threads: for metrics, not for the hot path. */
    public int available() {
        Eal.requireRunning();
        return LockstepDpdk.ls_pool_available(openHandle());
    }

    /** Mbufs that are out: in the RX rings of ports, in TX rings not yet reclaimed, or with the application. */
    public int inUse() {
        Eal.requireRunning();
        return LockstepDpdk.ls_pool_in_use(openHandle());
    }

    public String name() {
        return name;
    }

    /** Mbufs that the pool was made with. */
    public int count() {
        return count;
    }

    /** Buffer of one mbuf, headroom included. */
    public int dataRoomBytes() {
        return dataRoomBytes;
    }

    /**
     * Gives the memory back. Close the ports that use the pool first. While mbufs are out ({@link #inUse()}), the
     * memory stays as it is until {@link Eal#close()}: better to hold it than to have a late packet write into
     * someone else's. No effect when closed already, or after the EAL.
     */
    @Override
    public void close() {
        if (handle != 0 && Eal.isRunning() && inUse() == 0) {
            LockstepDpdk.ls_pool_free(handle);
        }
        handle = 0;
    }

    /** For {@link EthPort#configure}. */
    long openHandle() {
        if (handle == 0) {
            throw new IllegalStateException("mbuf pool %s is closed".formatted(name));
        }
        return handle;
    }

    @Override
    public String toString() {
        return "MbufPool[%s, %d mbufs of %d bytes]".formatted(name, count, dataRoomBytes);
    }
}
