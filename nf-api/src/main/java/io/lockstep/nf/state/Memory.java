package io.lockstep.nf.state;

import io.lockstep.nf.spi.RawMemory;

/**
 * Unchecked memory by address, in native byte order: the containers' way past {@link Region}'s checks.
 *
 * <p>Every caller has checked the index from which it makes the address, or has made the index itself.
 */
final class Memory {
    private static final RawMemory RAW = RawMemory.instance();

    private Memory() {}

    static byte getByte(long address) {
        return RAW.getByte(address);
    }

    static short getShort(long address) {
        return RAW.getShort(address);
    }

    static int getInt(long address) {
        return RAW.getInt(address);
    }

    static long getLong(long address) {
        return RAW.getLong(address);
    }

    static void putByte(long address, byte value) {
        RAW.putByte(address, value);
    }

    static void putShort(long address, short value) {
        RAW.putShort(address, value);
    }

    static void putInt(long address, int value) {
        RAW.putInt(address, value);
    }

    static void putLong(long address, long value) {
        RAW.putLong(address, value);
    }

    /** Sets a whole number of longs to zero. */
    static void clear(long address, long lengthBytes) {
        for (long end = address + lengthBytes, at = address; at < end; at += Long.BYTES) {
            putLong(at, 0);
        }
    }
}
