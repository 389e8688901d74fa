package io.lockstep.nf.state;

import java.lang.foreign.MemorySegment;

/**
 * A flat piece of memory, addressed by offset, that holds a container's mutable state. Values are in native byte order.
 *
 * <p>Every access is checked against the size. One writer and reader: the state owner.
 */
public final class Region {
    private final String name;
    private final MemorySegment segment;
    private final long address;
    private final long sizeBytes;

    /**
     * Wraps memory that the caller keeps alive for as long as the region is used.
     *
     * @param segment native memory, aligned to 8 bytes
     */
    public Region(String name, MemorySegment segment) {
        if (!segment.isNative() || (segment.address() & 7) != 0) {
            throw new IllegalArgumentException("region " + name + " needs native memory aligned to 8 bytes");
        }
        this.name = name;
        this.segment = segment;
        this.address = segment.address();
        this.sizeBytes = segment.byteSize();
    }

    /** Name within its shared variable. */
    public String name() {
        return name;
    }

    /** Size in bytes. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The memory itself: for digests and copies. */
    public MemorySegment segment() {
        return segment;
    }

    /** The address of an offset, for {@link io.lockstep.nf.Access#prefetch} only; not checked. */
    public long address(long offset) {
        return address + offset;
    }

    /** The byte at an offset. */
    public byte getByte(long offset) {
        return Memory.getByte(at(offset, 1));
    }

    /** The 16 bits at an offset. */
    public short getShort(long offset) {
        return Memory.getShort(at(offset, 2));
    }

    /** The 32 bits at an offset. */
    public int getInt(long offset) {
        return Memory.getInt(at(offset, 4));
    }

    /** The 64 bits at an offset. */
    public long getLong(long offset) {
        return Memory.getLong(at(offset, 8));
    }

    /** Writes a byte. */
    public void putByte(long offset, byte value) {
        Memory.putByte(at(offset, 1), value);
    }

    /** Writes 16 bits. */
    public void putShort(long offset, short value) {
        Memory.putShort(at(offset, 2), value);
    }

    /** Writes 32 bits. */
    public void putInt(long offset, int value) {
        Memory.putInt(at(offset, 4), value);
    }

    /** Writes 64 bits. */
    public void putLong(long offset, long value) {
        Memory.putLong(at(offset, 8), value);
    }

    /** Sets a range to zero. */
    public void clear(long offset, long lengthBytes) {
        segment.asSlice(offset, lengthBytes).fill((byte) 0);
    }

    private long at(long offset, int size) {
        if ((offset | (sizeBytes - size - offset)) < 0) {
            throw new IndexOutOfBoundsException(
                    size + " bytes at offset " + offset + " are not inside region " + name + " of " + sizeBytes);
        }
        return address + offset;
    }
}
