package io.lockstep.runtime.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Unchecked access to memory outside the heap by absolute address, little-endian.
 *
 * <p>For the runtime's own structures, whose bounds are kept by construction; network functions go through checked
 * flyweights. A wrong address crashes the process.
 */
public final class Memory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Memory() {}

    /** Reads a byte, 0 to 255. */
    public static int getUnsignedByte(long address) {
        return org.agrona.UnsafeApi.getByte(null, address) & 0xff;
    }

    /** Reads 16 bits, 0 to 65,535. */
    public static int getUnsignedShort(long address) {
        return org.agrona.UnsafeApi.getShort(null, address) & 0xffff;
    }

    /** Reads 32 bits. */
    public static int getInt(long address) {
        return org.agrona.UnsafeApi.getInt(null, address);
    }

    /** Reads 64 bits. */
    public static long getLong(long address) {
        return org.agrona.UnsafeApi.getLong(null, address);
    }

    /** Writes the low 8 bits. */
    public static void putByte(long address, int value) {
        org.agrona.UnsafeApi.putByte(null, address, (byte) value);
    }

    /** Writes the low 16 bits. */
    public static void putShort(long address, int value) {
        org.agrona.UnsafeApi.putShort(null, address, (short) value);
    }

    /** Writes 32 bits. */
    public static void putInt(long address, int value) {
        org.agrona.UnsafeApi.putInt(null, address, value);
    }

    /** Writes 64 bits. */
    public static void putLong(long address, long value) {
        org.agrona.UnsafeApi.putLong(null, address, value);
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
