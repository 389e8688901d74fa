package io.lockstep.nf.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Without a runtime. */
final class RawMemoryTest {
    private static final RawMemory MEMORY = RawMemory.instance();

    @Test
    void shouldServeWithoutARuntime() {
        assertInstanceOf(SegmentMemory.class, MEMORY);
        assertSame(MEMORY, RawMemory.instance());
    }

    @Test
    void shouldWriteAndReadEachWidthInNativeOrderAtAnyAddress() {
        MemorySegment bytes = Arena.ofAuto().allocate(32, 8);
        for (int offset = 0; offset < 8; offset++) {
            long address = bytes.address() + offset;
            MEMORY.putLong(address, 0x8182_8384_8586_8788L);
            assertEquals(0x8182_8384_8586_8788L, bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, offset));
            assertEquals(0x8182_8384_8586_8788L, MEMORY.getLong(address));
            MEMORY.putInt(address, 0x9192_9394);
            assertEquals(0x9192_9394, bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
            assertEquals(0x9192_9394, MEMORY.getInt(address));
            MEMORY.putShort(address, (short) 0xa1a2);
            assertEquals((short) 0xa1a2, bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset));
            assertEquals((short) 0xa1a2, MEMORY.getShort(address));
            MEMORY.putByte(address, (byte) 0xb1);
            assertEquals((byte) 0xb1, bytes.get(ValueLayout.JAVA_BYTE, offset));
            assertEquals((byte) 0xb1, MEMORY.getByte(address));
        }
    }
}
