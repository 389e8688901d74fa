package io.lockstep.daemon.config;

/**
 * An interface's address and the network it is connected to.
 *
 * @param address big-endian
 * @param length of the network's prefix, 0 to 32
 */
public record Ipv4Prefix(int address, int length) {
    /** Reads {@code address/length}. The address must be one that an interface of that network can have. */
    public static Ipv4Prefix parse(String text) throws FormatException {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new FormatException("which has no prefix length");
        }
        int address = Ipv4.parse(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,2}") || Integer.parseInt(length) > 32) {
            throw new FormatException("where the prefix length \"" + length + "\" is not 0 to 32");
        }
        Ipv4.requireHost(address);
        Ipv4Prefix prefix = new Ipv4Prefix(address, Integer.parseInt(length));
        prefix.requireInterface();
        return prefix;
    }

    /** Whether an address is in the connected network. */
    public boolean contains(int other) {
        return ((address ^ other) & mask()) == 0;
    }

    /** Network mask, big-endian. */
    public int mask() {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    @Override
    public String toString() {
        return Ipv4.format(address) + "/" + length;
    }

    private void requireInterface() throws FormatException {
        int host = address & ~mask();
        if (length < 31 && host == 0) {
            throw new FormatException("which is the network itself, not an address in it");
        }
        if (length < 31 && host == ~mask()) {
            throw new FormatException("which is the network's broadcast address");
        }
    }
}
