package io.lockstep.runtime.port;

import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Buffers of one burst as plain arrays outside the heap, so that one native call fills or takes them all.
 *
 * <p>Shape: {@code handles[capacity]} 64-bit, {@code addresses[capacity]} 64-bit, {@code lengths[capacity]} 32-bit,
 * native byte order. A handle is the port driver's name for a buffer (an mbuf's address); an
 * address is where the packet's first byte lies, 0 for a received packet that did not fit one buffer. Owned by one worker.
 */
public final class PacketBurst {
    private final int capacity;
    private final MemorySegment handles;
    private final MemorySegment addresses;
    private final MemorySegment lengths;
    private final long handlesAt;
    private final long addressesAt;
    private final long lengthsAt;

    /** Allocates the arrays in an arena that outlives the burst. */
    public PacketBurst(Arena arena, int capacity) {
        this.capacity = capacity;
        this.handles = array(arena, ValueLayout.JAVA_LONG, capacity);
        this.addresses = array(arena, ValueLayout.JAVA_LONG, capacity);
        this.lengths = array(arena, ValueLayout.JAVA_INT, capacity);
        this.handlesAt = handles.address();
        this.addressesAt = addresses.address();
        this.lengthsAt = lengths.address();
    }

    /**
     * A view that belongs to no arena: a native call would otherwise hold each of its arguments' arena open, with two atomic
     * instructions. That the arena outlives the burst is its owner's promise already.
     */
    private static MemorySegment array(Arena arena, ValueLayout element, int capacity) {
        MemorySegment memory = arena.allocate(element, capacity);
        return MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize());
    }

    /** Number of places. */
    public int capacity() {
        return capacity;
    }

    /** The array of handles, for drivers. */
    public MemorySegment handles() {
        return handles;
    }

    /** The array of packet addresses, for drivers. */
    public MemorySegment addresses() {
        return addresses;
    }

    /** The array of packet lengths in bytes, for drivers. */
    public MemorySegment lengths() {
        return lengths;
    }

    /** The handle at an index below the capacity, which is not checked; so it is with the other two. */
    public long handle(int index) {
        return Memory.getLong(handlesAt + index * 8L);
    }

    /** The packet's address at an index. */
    public long address(int index) {
        return Memory.getLong(addressesAt + index * 8L);
    }

    /** The packet's length in bytes at an index. */
    public int length(int index) {
        return Memory.getInt(lengthsAt + index * 4L);
    }

    /** Sets one place, at an index below the capacity, which is not checked. */
    public void set(int index, long handle, long address, int lengthBytes) {
        Memory.putLong(handlesAt + index * 8L, handle);
        Memory.putLong(addressesAt + index * 8L, address);
        Memory.putInt(lengthsAt + index * 4L, lengthBytes);
    }

    /** Moves {@code count} places from {@code from} to the front. */
    public void moveToFront(int from, int count) {
        MemorySegment.copy(handles, from * 8L, handles, 0, count * 8L);
        MemorySegment.copy(addresses, from * 8L, addresses, 0, count * 8L);
        MemorySegment.copy(lengths, from * 4L, lengths, 0, count * 4L);
    }
}
