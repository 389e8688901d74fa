package io.lockstep.runtime.replication;

import io.lockstep.runtime.memory.Memory;

/**
 * What a record of kind {@link RecordLayout#KIND_CHECK} has in place of a packet. Little-endian; see {@code docs/wire-protocol.md},
 * section "Record".
 *
 * <pre>
 *   0              8                 16           24
 *   +--------------+-----------------+------------+
 *   | position u64 | state bytes u64 | digest u64 |
 *   +--------------+-----------------+------------+
 * </pre>
 *
 * <p>The digest is 0 until the access has run. Static accessors over the payload's address; no state.
 */
public final class CheckPayload {
    /** Bytes of the payload. */
    public static final int BYTES = 24;

    private CheckPayload() {}

    /** Writes a payload without digest. */
    public static void begin(long payload, long position, long stateBytes) {
        Memory.putLong(payload, position);
        Memory.putLong(payload + 8, stateBytes);
        Memory.putLong(payload + 16, 0);
    }

    /** Writes the digest. */
    public static void digest(long payload, long digest) {
        Memory.putLong(payload + 16, digest);
    }

    /** Where in the owner's state the digested piece starts. */
    public static long position(long payload) {
        return Memory.getLong(payload);
    }

    /** Bytes of the owner's whole state. */
    public static long stateBytes(long payload) {
        return Memory.getLong(payload + 8);
    }

    /** The primary's digest of the piece. */
    public static long digest(long payload) {
        return Memory.getLong(payload + 16);
    }
}
