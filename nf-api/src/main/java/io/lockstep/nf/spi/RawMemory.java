package io.lockstep.nf.spi;

/**
 * Unchecked memory by absolute address, in native byte order, aligned or not: what packets and containers read and write once they have
 * checked where.
 *
 * <p>A runtime names its own for {@link java.util.ServiceLoader}; without one, as in an author's tests, {@link SegmentMemory} serves, which
 * needs no option of the JVM. Stateless, any thread. A wrong address may crash the process.
 */
public interface RawMemory {
    /** The memory of this process: always the same object, so that the compiler sees through calls to it. */
    static RawMemory instance() {
        return RawMemoryHolder.INSTANCE;
    }

    /** Reads 8 bits. */
    byte getByte(long address);

    /** Reads 16 bits. */
    short getShort(long address);

    /** Reads 32 bits. */
    int getInt(long address);

    /** Reads 64 bits. */
    long getLong(long address);

    /** Writes 8 bits. */
    void putByte(long address, byte value);

    /** Writes 16 bits. */
    void putShort(long address, short value);

    /** Writes 32 bits. */
    void putInt(long address, int value);

    /** Writes 64 bits. */
    void putLong(long address, long value);
}
