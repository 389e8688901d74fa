package io.lockstep.replication.wire;

import java.util.Arrays;

/** A fuzzer's bytes, read as the choices that a target makes of them; zeros when they have run out. */
public final class FuzzInput {
    private final byte[] bytes;
    private int at;

    /** Starts at the first byte. */
    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether there are bytes left. */
    public boolean hasMore() {
        return at < bytes.length;
    }

    /** The next byte, 0 to 255. */
    public int u8() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /** The next two bytes, least significant first. */
    public int u16() {
        return u8() | u8() << 8;
    }

    /** The next u16, then so many bytes, or as many as are left. */
    public byte[] block() {
        int length = Math.min(u16(), bytes.length - at);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** All that is left. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        at = bytes.length;
        return rest;
    }
}
