package io.lockstep.daemon.config;

import java.util.HexFormat;

/**
 * A MAC address.
 *
 * @param bits the address in the low 48 bits, first byte on the wire highest
 */
public record MacAddress(long bits) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    /** Reads six hexadecimal pairs joined with colons; must be unicast and not all zero. */
    public static MacAddress parse(String text) throws FormatException {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw new FormatException("which is not six pairs of hexadecimal digits joined with colons");
        }
        MacAddress mac = new MacAddress(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
        if (mac.bits == 0) {
            throw new FormatException("which is all zero");
        }
        if ((mac.bits >>> 40 & 1) != 0) {
            throw new FormatException("which is a multicast address");
        }
        return mac;
    }

    /** The six bytes in the order of the wire. */
    public byte[] bytes() {
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (bits >>> (40 - 8 * i));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes());
    }
}
