package io.lockstep.nf.state;

/**
 * The keyed hash of a flow table: 128 bits of key and 128 bits of seed to 64 bits.
 *
 * <p>Two rounds of multiply and fold (the 128-bit product's halves, xored). Whoever does not know the seed cannot choose
 * keys that collide; it is no cryptographic hash.
 */
final class KeyHash {
    private static final long ODD_A = 0x9e3779b97f4a7c15L;
    private static final long ODD_B = 0xd1b54a32d192ed03L;
    private static final long ODD_C = 0x8cb92ba72f3d8dd7L;

    private KeyHash() {}

    static long hash(long keyHigh, long keyLow, long seedHigh, long seedLow) {
        long folded = fold(keyHigh ^ seedHigh ^ ODD_A, keyLow ^ seedLow ^ ODD_B);
        return fold(folded ^ seedLow, ODD_C);
    }

    /** A bijection that spreads every input bit over all output bits: makes two seed words of one. */
    static long spread(long value) {
        long x = value;
        x = (x ^ (x >>> 32)) * ODD_B;
        x = (x ^ (x >>> 29)) * ODD_A;
        return x ^ (x >>> 32);
    }

    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
    }
}
