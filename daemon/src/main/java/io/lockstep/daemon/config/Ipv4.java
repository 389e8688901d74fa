package io.lockstep.daemon.config;

/** IPv4 addresses as big-endian ints. */
public final class Ipv4 {
    private Ipv4() {}

    /** Reads four decimal parts. Leading zeros are refused: some tools read them as octal. */
    public static int parse(String text) throws FormatException {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new FormatException("which does not have four parts");
        }
        int address = 0;
        for (String part : parts) {
            address = address << 8 | part(part);
        }
        return address;
    }

    /** Writes an address. */
    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** Throws unless one host can have the address: not 0.x, loopback, multicast, reserved or broadcast. */
    static void requireHost(int address) throws FormatException {
        int first = address >>> 24;
        if (first == 0 || first == 127 || first >= 224) {
            throw new FormatException(
                    "which no interface can have (it is unspecified, loopback, multicast or reserved)");
        }
    }

    private static int part(String part) throws FormatException {
        if (!part.matches("[0-9]{1,10}")) {
            throw new FormatException("where \"" + part + "\" is not a number");
        }
        if (part.length() > 1 && part.startsWith("0")) {
            throw new FormatException("where " + part + " begins with 0");
        }
        long number = Long.parseLong(part);
        if (number > 255) {
            throw new FormatException("where " + part + " is more than 255");
        }
        return (int) number;
    }
}
