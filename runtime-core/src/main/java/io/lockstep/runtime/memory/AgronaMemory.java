package io.lockstep.runtime.memory;

import io.lockstep.nf.spi.RawMemory;
import org.agrona.UnsafeApi;

/** Gives the API's packets and containers the runtime's way to memory; named for {@link java.util.ServiceLoader}. Stateless. */
public final class AgronaMemory implements RawMemory {
    /** For {@link java.util.ServiceLoader}. */
    public AgronaMemory() {}

    @Override
    public byte getByte(long address) {
        return UnsafeApi.getByte(null, address);
    }

    @Override
    public short getShort(long address) {
        return UnsafeApi.getShort(null, address);
    }

    @Override
    public int getInt(long address) {
        return UnsafeApi.getInt(null, address);
    }

    @Override
    public long getLong(long address) {
        return UnsafeApi.getLong(null, address);
    }

    @Override
    public void putByte(long address, byte value) {
        UnsafeApi.putByte(null, address, value);
    }

    @Override
    public void putShort(long address, short value) {
        UnsafeApi.putShort(null, address, value);
    }

    @Override
    public void putInt(long address, int value) {
        UnsafeApi.putInt(null, address, value);
    }

    @Override
    public void putLong(long address, long value) {
        UnsafeApi.putLong(null, address, value);
    }
}
