package io.lockstep.runtime.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * Unchecked access to memory outside the heap by absolute address, little-endian.
 *
 * <p>For the runtime's own structures, whose bounds are kept by construction; network functions go through checked
 * flyweights. A wrong address crashes the process. Through Agrona, not {@link MemorySegment}, whose checks the compiler cannot leave out
 * and pays for in what it inlines: decision 0018.
 */
public final class Memory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException(
                    "records and state are little-endian, and so must the processor be, not "
                            + ByteOrder.nativeOrder());
        }
    }

    private Memory() {}

    /** Reads a byte, 0 to 255. */
    public static int getUnsignedByte(long address) {
        return UnsafeApi.getByte(null, address) & 0xff;
    }

    /** Reads 16 bits, 0 to 65,535. */
    public static int getUnsignedShort(long address) {
        return UnsafeApi.getShort(null, address) & 0xffff;
    }

    /** Reads 32 bits. */
    public static int getInt(long address) {
        return UnsafeApi.getInt(null, address);
    }

    /** Reads 64 bits. */
    public static long getLong(long address) {
        return UnsafeApi.getLong(null, address);
    }

    /** Writes the low 8 bits. */
    public static void putByte(long address, int value) {
        UnsafeApi.putByte(null, address, (byte) value);
    }

    /** Writes the low 16 bits. */
    public static void putShort(long address, int value) {
        UnsafeApi.putShort(null, address, (short) value);
    }

    /** Writes 32 bits. */
    public static void putInt(long address, int value) {
        UnsafeApi.putInt(null, address, value);
    }

    /** Writes 64 bits. */
    public static void putLong(long address, long value) {
        UnsafeApi.putLong(null, address, value);
    }

    /** Copies bytes between two places that do not overlap. */
    public static void copy(long source, long target, long lengthBytes) {
        MemorySegment.copy(ALL, source, ALL, target, lengthBytes);
    }

    /** Copies bytes into an array. Rare paths only. */
    public static void copyOut(long source, byte[] target, int offset, int lengthBytes) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, source, target, offset, lengthBytes);
    }

    /** Copies bytes from an array. Rare paths only. */
    public static void copyIn(byte[] source, int offset, long target, int lengthBytes) {
        MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, target, lengthBytes);
    }
}
