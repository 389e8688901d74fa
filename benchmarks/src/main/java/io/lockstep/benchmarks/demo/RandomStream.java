package io.lockstep.benchmarks.demo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** A pseudo-random stream of bytes that server and checker make alike from a seed, so that nothing needs to be stored. */
public final class RandomStream {
    /** What one {@link #fill} makes; both sides use the same, so that they stay in step. */
    static final int CHUNK_BYTES = 64 * 1024;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final SplittableRandom random;

    RandomStream(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Fills a chunk with the stream's next bytes. */
    void fill(byte[] chunk) {
        for (int i = 0; i < CHUNK_BYTES; i += Long.BYTES) {
            LONGS.set(chunk, i, random.nextLong());
        }
    }

    /** SHA-256 of the stream's first bytes, in hexadecimal. */
    public static String sha256(long seed, long bytes) {
        RandomStream stream = new RandomStream(seed);
        MessageDigest digest = newSha256();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (long left = bytes; left > 0; left -= CHUNK_BYTES) {
            stream.fill(chunk);
            digest.update(chunk, 0, (int) Math.min(left, CHUNK_BYTES));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
