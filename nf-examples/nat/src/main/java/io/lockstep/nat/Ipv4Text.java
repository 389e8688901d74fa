package io.lockstep.nat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** IPv4 addresses as text. For configuration, not for packets. */
final class Ipv4Text {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern ADDRESS = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    private Ipv4Text() {}

    static boolean isMalformed(String text) {
        return !ADDRESS.matcher(text).matches();
    }

    /** The address as a big-endian int; undefined if malformed. */
    static int parse(String text) {
        if (isMalformed(text)) {
            return 0;
        }
        int address = 0;
        for (String part : text.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    static String of(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    static String join(List<Integer> addresses) {
        return addresses.stream().map(Ipv4Text::of).collect(Collectors.joining(", "));
    }
}
