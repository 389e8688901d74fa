package io.lockstep.runtime.link;

/** IPv4 addresses as big-endian ints. */
public final class Ipv4Address {
    private Ipv4Address() {}

    /** Dotted form. */
    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }
}
