package io.lockstep.runtime.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A digest that misses something is worse than none: whoever relies on it looks no further. */
final class MemoryDigestTest {
    private static final int MOST_BYTES = 100;

    @Test
    void shouldSeeEveryBitOfEveryLengthWhereverItStarts() {
        try (Arena arena = Arena.ofConfined()) {
            long memory = arena.allocate(MOST_BYTES + 8, 8).address();
            fill(memory, MOST_BYTES + 8, new Random(1));
            for (int offset : new int[] {0, 1, 5}) {
                for (int length = 0; length <= MOST_BYTES; length++) {
                    long address = memory + offset;
                    long digest = MemoryDigest.of(address, length, 7);
                    assertEquals(digest, MemoryDigest.of(address, length, 7));
                    assertNotEquals(digest, MemoryDigest.of(address, length, 8), "seed, length " + length);
                    for (int bit = 0; bit < 8 * length; bit++) {
                        flip(address, bit);
                        assertNotEquals(digest, MemoryDigest.of(address, length, 7), "bit " + bit + " of " + length);
                        flip(address, bit);
                    }
                }
            }
        }
    }

    @Test
    void shouldSeeTwoFlippedBitsAndExchangedWords() {
        int length = 256;
        try (Arena arena = Arena.ofConfined()) {
            long memory = arena.allocate(length, 8).address();
            Set<Long> seen = new HashSet<>();
            assertTrue(seen.add(MemoryDigest.of(memory, length, 0)));
            for (int first = 0; first < 8 * length; first++) {
                flip(memory, first);
                for (int second = first % 61; second < first; second += 61) {
                    flip(memory, second);
                    assertTrue(seen.add(MemoryDigest.of(memory, length, 0)), "bits " + first + " and " + second);
                    flip(memory, second);
                }
                flip(memory, first);
            }
            Set<Long> exchanged = new HashSet<>();
            for (int word = 0; word < length; word += 8) {
                Memory.putLong(memory + word, 1);
                assertTrue(exchanged.add(MemoryDigest.of(memory, length, 0)), "word " + word);
                Memory.putLong(memory + word, 0);
            }
        }
    }

    @Test
    void shouldTellZerosOfDifferentLengthsApart() {
        try (Arena arena = Arena.ofConfined()) {
            long memory = arena.allocate(4096, 8).address();
            Set<Long> seen = new HashSet<>();
            for (int length = 0; length <= 4096; length++) {
                assertTrue(seen.add(MemoryDigest.of(memory, length, 0)), length + " zeros");
            }
        }
    }

    private static void fill(long address, int length, Random random) {
        for (int i = 0; i < length; i++) {
            Memory.putByte(address + i, random.nextInt());
        }
    }

    private static void flip(long address, int bit) {
        Memory.putByte(address + bit / 8, Memory.getUnsignedByte(address + bit / 8) ^ 1 << bit % 8);
    }
}
