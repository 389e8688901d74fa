package io.lockstep.runtime.owner;

/** Bit mixing for the packets' random numbers. */
final class Mix {
    private Mix() {}

    /** A bijection on 64 bits in which every input bit changes about half of the output (SplitMix64's finaliser). */
    static long mix64(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The {@code draw}-th number, from 1 on, of a seed's sequence (SplitMix64). */
    static long random(long seed, long draw) {
        return mix64(seed + draw * 0x9e3779b97f4a7c15L);
    }

    /** The seed of one input's random sequence: the same on both nodes, unknown without the secret. */
    static long seed(long secret, int worker, long ordinal) {
        return mix64(secret ^ mix64(((long) worker << 48) ^ ordinal));
    }
}
