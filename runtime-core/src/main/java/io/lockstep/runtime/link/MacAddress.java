package io.lockstep.runtime.link;

import io.lockstep.runtime.memory.Memory;

/** MAC addresses as the low 48 bits of a long, first byte highest. Static helpers over packet memory. */
public final class MacAddress {
    /** ff:ff:ff:ff:ff:ff. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private MacAddress() {}

    /** Reads six bytes. */
    static long read(long address) {
        return (Integer.toUnsignedLong(Integer.reverseBytes(Memory.getInt(address))) << 16)
                | Short.toUnsignedInt(Short.reverseBytes((short) Memory.getUnsignedShort(address + 4)));
    }

    /** Writes six bytes. */
    static void write(long address, long mac) {
        Memory.putInt(address, Integer.reverseBytes((int) (mac >>> 16)));
        Memory.putShort(address + 4, Short.reverseBytes((short) mac));
    }

    /** Writes an Ethernet header's two addresses, twelve bytes. */
    static void write(long address, long destination, long source) {
        Memory.putLong(address, Long.reverseBytes(destination << 16 | source >>> 32));
        Memory.putInt(address + 8, Integer.reverseBytes((int) source));
    }

    /** Whether the address names one station: group bit clear and not all zero. */
    static boolean isUnicast(long mac) {
        return (mac & 0x0100_0000_0000L) == 0 && mac != 0;
    }

    /** As six colon-separated pairs of hex digits. */
    public static String format(long mac) {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format("%02x", (mac >>> shift) & 0xff));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
