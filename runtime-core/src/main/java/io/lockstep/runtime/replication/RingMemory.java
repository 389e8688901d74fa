package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.LargeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory under a {@link RecordRing}: where a position lies. A large ring is cut into chunks, and the chunk that the producer goes on in is the
 * one that was freed last. So a ring that is nearly empty keeps to a few chunks, which stay in the processor's caches, and memory that is not
 * needed is not touched: decision 0023.
 *
 * <pre>
 *   positions   ... | chunk 41 | chunk 42 | chunk 43 |          chunk 43 takes the place of 41 if that is free by then,
 *   memory          |    #2    |    #7    |    #2    |          else the next of the stack of free places
 * </pre>
 *
 * <p>There is one place more than the ring has chunks: the first and the last that are in use may both be in use in part. A small ring is
 * one chunk, in one place. The producer calls {@link #enter}; a consumer finds the address of whatever the producer has published.
 */
final class RingMemory {
    /** Bytes of a chunk, and the most that a slot of a large ring can have. */
    static final int CHUNK_BYTES = 256 << 10;

    private static final int LEAST_CHUNKS = 4;

    private final int chunkShift;
    private final int chunkMask;
    private final long[] places; // of chunks in use, by the last bits of the chunk's number

    // Producer.
    private final long[] free; // a stack
    private int freeCount;
    private long left;

    private RingMemory(long base, int chunkBytes, int count) {
        this.chunkShift = Integer.numberOfTrailingZeros(chunkBytes);
        this.chunkMask = chunkBytes - 1;
        this.free = new long[count];
        for (int i = count - 1; i >= 0; i--) {
            free[freeCount++] = base + (long) i * chunkBytes;
        }
        this.places = new long[count == 1 ? 1 : 2 * Integer.highestOneBit(count)];
        if (count == 1) {
            places[0] = base;
        }
    }

    /** New memory for a ring of a capacity, cut as that is best. */
    static RingMemory allocate(Arena arena, int capacityBytes) {
        return capacityBytes < LEAST_CHUNKS * CHUNK_BYTES
                ? whole(LargeMemory.allocate(arena, capacityBytes, 64), capacityBytes)
                : allocate(arena, capacityBytes, CHUNK_BYTES);
    }

    /** New memory in chunks of a size, a power of two below the capacity. */
    static RingMemory allocate(Arena arena, int capacityBytes, int chunkBytes) {
        MemorySegment memory = LargeMemory.allocate(arena, (long) capacityBytes + chunkBytes, 64);
        return new RingMemory(memory.address(), chunkBytes, capacityBytes / chunkBytes + 1);
    }

    /** Memory that the caller has chosen, as one chunk. */
    static RingMemory whole(MemorySegment memory, int capacityBytes) {
        return new RingMemory(memory.address(), capacityBytes, 1);
    }

    /** Bytes from a position to the end of its chunk. */
    int toEnd(long position) {
        return chunkMask + 1 - (int) (position & chunkMask);
    }

    /** Address of a position; of one that was entered and not freed. */
    long address(long position) {
        return places[(int) (position >>> chunkShift) & (places.length - 1)] + (position & chunkMask);
    }

    /** Whether a chunk starts at a position. */
    boolean isStart(long position) {
        return (position & chunkMask) == 0;
    }

    /** Gives the chunk that starts at a position its place; all before another position is free. Producer, once per chunk. */
    void enter(long position, long freed) {
        if (places.length == 1) {
            return;
        }
        while ((left + 1) << chunkShift <= freed) {
            free[freeCount++] = places[(int) left++ & (places.length - 1)];
        }
        places[(int) (position >>> chunkShift) & (places.length - 1)] = free[--freeCount];
    }
}
