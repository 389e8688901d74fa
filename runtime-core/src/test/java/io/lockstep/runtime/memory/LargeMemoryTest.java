package io.lockstep.runtime.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LargeMemoryTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 64, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (5L << 20) + 4711})
    void shouldGiveZeroedMemoryThatCanBeWrittenToItsLastByte(long bytes) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = LargeMemory.allocate(arena, bytes, 64);
            assertEquals(bytes, memory.byteSize());
            assertEquals(
                    0, memory.address() % (bytes < LargeMemory.HUGE_PAGE_BYTES ? 64 : LargeMemory.HUGE_PAGE_BYTES));
            for (long offset = 0; offset < bytes; offset += 1021) {
                assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, offset), "at " + offset);
            }
            memory.set(ValueLayout.JAVA_BYTE, bytes - 1, (byte) 1);
            assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, bytes - 1));
        }
    }

    @Test
    void shouldGiveLargeMemoryBackWithItsArena() {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            memory = LargeMemory.allocate(arena, 4 << 20, 64);
        }
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
    }
}
