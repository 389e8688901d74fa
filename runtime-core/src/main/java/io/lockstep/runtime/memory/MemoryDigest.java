package io.lockstep.runtime.memory;

import java.lang.foreign.Arena;

/**
 * A 64-bit digest of a piece of memory, to find out whether two nodes hold the same bytes. It finds faults, not forgers.
 *
 * <p>Four lanes take the words in turn, so that four multiplications overlap. Each step is a bijection of the lane, so one differing
 * word always shows. The word is spread before it meets the lane, so that no few flipped bits of two words cancel each other; the
 * rotation brings high bits down, where the second multiplication spreads them again.
 */
public final class MemoryDigest {
    private static final long ODD_A = 0x9e3779b97f4a7c15L;
    private static final long ODD_B = 0xd1b54a32d192ed03L;
    private static final long ODD_C = 0x8cb92ba72f3d8dd7L;
    private static final long ODD_D = 0xbf58476d1ce4e5b9L;
    private static final long ODD_E = 0x94d049bb133111ebL;
    private static final int STRIPE_BYTES = 4 * Long.BYTES;

    private static final int WARM_UP_BYTES = 64 << 10;
    private static final int WARM_UP_ROUNDS = 300;

    private MemoryDigest() {}

    /** The digest of {@code lengthBytes} bytes; {@code seed} is the digest of what comes before, or anything agreed on. */
    public static long of(long address, long lengthBytes, long seed) {
        long a = seed ^ ODD_A;
        long b = seed ^ ODD_B;
        long c = seed ^ ODD_C;
        long d = seed ^ ODD_D;
        long end = address + lengthBytes;
        long at = address;
        for (; at <= end - STRIPE_BYTES; at += STRIPE_BYTES) {
            a = step(a, Memory.getLong(at), ODD_A);
            b = step(b, Memory.getLong(at + 8), ODD_B);
            c = step(c, Memory.getLong(at + 16), ODD_C);
            d = step(d, Memory.getLong(at + 24), ODD_D);
        }
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            a = step(a, Memory.getLong(at), ODD_B);
        }
        for (; at < end; at++) {
            b = step(b, Memory.getUnsignedByte(at), ODD_A);
        }
        long digest = step(lengthBytes, a, ODD_A);
        digest = step(digest, b, ODD_B);
        digest = step(digest, c, ODD_C);
        digest = step(digest, d, ODD_D);
        digest = (digest ^ digest >>> 29) * ODD_A;
        return digest ^ digest >>> 32;
    }

    /** Has the JIT compile the digest: interpreted, one piece of an owner's state would keep it for milliseconds. Not on a hot thread. */
    public static void warmUp() {
        try (Arena arena = Arena.ofConfined()) {
            long scratch = arena.allocate(WARM_UP_BYTES, Long.BYTES).address();
            long digest = 0;
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                digest = of(scratch, WARM_UP_BYTES, digest);
            }
        }
    }

    private static long step(long lane, long word, long odd) {
        return Long.rotateLeft(lane + word * ODD_E, 31) * odd;
    }
}
