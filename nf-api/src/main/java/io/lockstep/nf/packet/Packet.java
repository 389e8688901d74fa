package io.lockstep.nf.packet;

import io.lockstep.nf.spi.RawMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A window on one packet's bytes: a flyweight that the runtime moves from buffer to buffer.
 *
 * <pre>
 *   bufferStart        address           address + length      bufferEnd
 *   |── headroom ──────|── packet bytes ─|── tailroom ─────────|
 * </pre>
 *
 * <p>Every access is checked against the packet's length, so that a malformed packet ends in an
 * {@link IndexOutOfBoundsException} (a drop) and never in foreign memory. Not thread-safe: owned by the worker.
 */
public final class Packet {
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final RawMemory RAW = RawMemory.instance();
    private static final boolean REVERSE = ByteOrder.nativeOrder() != ByteOrder.BIG_ENDIAN;
    /** Of an address in user space; none has more. */
    private static final long ADDRESS_BITS = (1L << 56) - 1;

    private long handle;
    private long address;
    private int length;
    private long bufferStart;
    private long bufferEnd;

    /**
     * Moves the window to a buffer. For runtimes and test kits, not for network functions.
     *
     * @param handle the runtime's name for the buffer (an mbuf's address)
     * @param address address of the first byte
     * @param lengthBytes number of packet bytes
     * @param bufferStart lowest address that the packet may grow to
     * @param bufferEnd address behind the highest byte that the packet may grow to
     */
    public void wrap(long handle, long address, int lengthBytes, long bufferStart, long bufferEnd) {
        this.handle = handle;
        this.address = address;
        this.length = lengthBytes;
        this.bufferStart = bufferStart;
        this.bufferEnd = bufferEnd;
    }

    /** The runtime's name for the buffer. */
    public long handle() {
        return handle;
    }

    /** Address of the first byte; for runtimes. */
    public long address() {
        return address;
    }

    /** Lowest address that the packet may grow to; for runtimes. */
    public long bufferStart() {
        return bufferStart;
    }

    /** Number of bytes in the packet, from the Ethernet header on, without the frame check sequence. */
    public int length() {
        return length;
    }

    /** Sets the length by growing or cutting at the end. Bytes that appear have undefined content. */
    public void resize(int lengthBytes) {
        if (lengthBytes < 0 || address + lengthBytes > bufferEnd) {
            throw new IndexOutOfBoundsException("packet of " + length + " bytes cannot be resized to " + lengthBytes
                    + ": its buffer ends after " + (bufferEnd - address));
        }
        length = lengthBytes;
    }

    /** Moves the start of the packet by {@code bytes}: forward (a header is removed) or, negative, into the headroom. */
    public void moveStart(int bytes) {
        long start = address + bytes;
        if (start < bufferStart || bytes > length) {
            throw new IndexOutOfBoundsException("packet of " + length + " bytes with " + (address - bufferStart)
                    + " bytes of headroom cannot move its start by " + bytes);
        }
        address = start;
        length -= bytes;
    }

    /** The byte at an offset, signed. */
    public byte getByte(int offset) {
        return RAW.getByte(at(offset, 1));
    }

    /** The byte at an offset, 0 to 255. */
    public int getUnsignedByte(int offset) {
        return getByte(offset) & 0xff;
    }

    /** The 16 bits at an offset, signed. */
    public short getShort(int offset) {
        return bigEndian(RAW.getShort(at(offset, 2)));
    }

    /** The 16 bits at an offset, 0 to 65,535. */
    public int getUnsignedShort(int offset) {
        return getShort(offset) & 0xffff;
    }

    /** The 32 bits at an offset. */
    public int getInt(int offset) {
        return bigEndian(RAW.getInt(at(offset, 4)));
    }

    /** The 64 bits at an offset. */
    public long getLong(int offset) {
        return bigEndian(RAW.getLong(at(offset, 8)));
    }

    /** Writes the low 8 bits of a value. */
    public void putByte(int offset, int value) {
        RAW.putByte(at(offset, 1), (byte) value);
    }

    /** Writes the low 16 bits of a value. */
    public void putShort(int offset, int value) {
        RAW.putShort(at(offset, 2), bigEndian((short) value));
    }

    /** Writes 32 bits. */
    public void putInt(int offset, int value) {
        RAW.putInt(at(offset, 4), bigEndian(value));
    }

    /** Writes 64 bits. */
    public void putLong(int offset, long value) {
        RAW.putLong(at(offset, 8), bigEndian(value));
    }

    /** Copies bytes from another packet, which may be this one. */
    public void copyFrom(int offset, Packet source, int sourceOffset, int lengthBytes) {
        MemorySegment.copy(
                MEMORY, source.rangeAt(sourceOffset, lengthBytes), MEMORY, rangeAt(offset, lengthBytes), lengthBytes);
    }

    /** Copies the bytes from {@code offset} on into an array. For tests and rare paths. */
    public void getBytes(int offset, byte[] target, int targetOffset, int lengthBytes) {
        MemorySegment.copy(
                MEMORY, ValueLayout.JAVA_BYTE, rangeAt(offset, lengthBytes), target, targetOffset, lengthBytes);
    }

    /** Writes bytes from an array. For tests and rare paths. */
    public void putBytes(int offset, byte[] source, int sourceOffset, int lengthBytes) {
        MemorySegment.copy(
                source, sourceOffset, MEMORY, ValueLayout.JAVA_BYTE, rangeAt(offset, lengthBytes), lengthBytes);
    }

    private static short bigEndian(short value) {
        return REVERSE ? Short.reverseBytes(value) : value;
    }

    private static int bigEndian(int value) {
        return REVERSE ? Integer.reverseBytes(value) : value;
    }

    private static long bigEndian(long value) {
        return REVERSE ? Long.reverseBytes(value) : value;
    }

    /**
     * Address of a field, {@code size} bytes from 1 on. Written for the compiler: it joins {@link Objects#checkIndex}s of one packet's constant offsets
     * into one, and with the high bits of the address known to be 0 it needs no check against the end of memory.
     */
    private long at(int offset, int size) {
        if (offset < 0) {
            throw outOfBounds(offset, size);
        }
        try {
            Objects.checkIndex(offset + size - 1, length);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(offset, size);
        }
        return (address & ADDRESS_BITS) + offset;
    }

    /** Address of a run of bytes, which may be empty. */
    private long rangeAt(int offset, int size) {
        if ((offset | size | (length - size - offset)) < 0) {
            throw outOfBounds(offset, size);
        }
        return address + offset;
    }

    private IndexOutOfBoundsException outOfBounds(int offset, int size) {
        return new IndexOutOfBoundsException(
                size + " bytes at offset " + offset + " are not inside a packet of " + length + " bytes");
    }
}
