package io.lockstep.runtime.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.lockstep.nf.spi.RawMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** What packets and containers use beneath the runtime. */
final class AgronaMemoryTest {
    @Test
    void shouldBeWhatTheApiFinds() {
        assertInstanceOf(AgronaMemory.class, RawMemory.instance());
    }

    @Test
    void shouldWriteAndReadEachWidthInNativeOrderAtAnyAddress() {
        RawMemory memory = new AgronaMemory();
        MemorySegment bytes = Arena.ofAuto().allocate(32, 8);
        for (int offset = 0; offset < 8; offset++) {
            long address = bytes.address() + offset;
            memory.putLong(address, 0x8182_8384_8586_8788L);
            assertEquals(0x8182_8384_8586_8788L, bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
            assertEquals(0x8182_8384_8586_8788L, memory.getLong(address));
            memory.putInt(address, 0x9192_9394);
            assertEquals(0x9192_9394, bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
            assertEquals(0x9192_9394, memory.getInt(address));
            memory.putShort(address, (short) 0xa1a2);
            assertEquals((short) 0xa1a2, bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset));
            assertEquals((short) 0xa1a2, memory.getShort(address));
            memory.putByte(address, (byte) 0xb1);
            assertEquals((byte) 0xb1, bytes.get(ValueLayout.JAVA_BYTE, offset));
            assertEquals((byte) 0xb1, memory.getByte(address));
        }
    }
}
