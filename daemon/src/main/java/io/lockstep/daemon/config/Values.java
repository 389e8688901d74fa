package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Entries;
import io.lockstep.daemon.config.YamlValue.Items;
import io.lockstep.daemon.config.YamlValue.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a value may be: one method per type. Each returns the value or throws what is wrong with it. */
final class Values {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Values() {}

    /** Reads one value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(YamlValue value) throws ValueException;
    }

    /** Parses one text. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws FormatException;
    }

    static ValueException wrong(YamlValue value, String expected) {
        return new ValueException(value.place(), value.path() + " is " + value.describe() + ", expected " + expected);
    }

    static String text(YamlValue value) throws ValueException {
        if (value instanceof Scalar scalar && !scalar.empty()) {
            return scalar.text();
        }
        throw wrong(value, "a text");
    }

    static String name(YamlValue value) throws ValueException {
        if (value instanceof Scalar scalar
                && !scalar.empty()
                && NAME.matcher(scalar.text()).matches()) {
            return scalar.text();
        }
        throw wrong(value, "a name: 1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit");
    }

    static long number(YamlValue value, long min, long max) throws ValueException {
        String expected = "a whole number from " + min + " to " + max;
        if (value instanceof Scalar scalar && DECIMAL.matcher(scalar.text()).matches()) {
            if (!scalar.plain()) {
                throw wrong(value, expected + " without quotes");
            }
            try {
                long number = Long.parseLong(scalar.text());
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw wrong(value, expected); // more digits than a long has
            }
        }
        throw wrong(value, expected);
    }

    static int integer(YamlValue value, int min, int max) throws ValueException {
        return (int) number(value, min, max);
    }

    static int powerOfTwo(YamlValue value, int min, int max) throws ValueException {
        String expected = "a power of two from " + min + " to " + max;
        int number;
        try {
            number = integer(value, min, max);
        } catch (ValueException e) {
            throw wrong(value, expected);
        }
        if (Integer.bitCount(number) != 1) {
            int below = Integer.highestOneBit(number);
            throw wrong(value, expected + ", such as " + below + " or " + Math.min(max, below << 1));
        }
        return number;
    }

    /** Any 64 bits, decimal or {@code 0x} and up to 16 hexadecimal digits. */
    static long bits64(YamlValue value) throws ValueException {
        if (value instanceof Scalar scalar && scalar.plain()) {
            try {
                String text = scalar.text().toLowerCase(Locale.ROOT);
                return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw wrong(value, "a 64-bit number, decimal or 0x and up to 16 hexadecimal digits");
            }
        }
        throw wrong(value, "a 64-bit number, decimal or 0x and up to 16 hexadecimal digits");
    }

    static boolean flag(YamlValue value) throws ValueException {
        if (value instanceof Scalar scalar && scalar.plain()) {
            if (scalar.text().equals("true")) {
                return true;
            }
            if (scalar.text().equals("false")) {
                return false;
            }
        }
        throw wrong(value, "true or false");
    }

    static <E extends Enum<E>> E choice(YamlValue value, List<E> allowed) throws ValueException {
        List<String> words = allowed.stream().map(Values::word).toList();
        if (value instanceof Scalar scalar) {
            int index = words.indexOf(scalar.text());
            if (index >= 0) {
                return allowed.get(index);
            }
            throw wrong(value, anyOf(words) + Nearest.hint(scalar.text(), words));
        }
        throw wrong(value, anyOf(words));
    }

    /** How an enum constant is written in a configuration. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Duration duration(YamlValue value, Duration min, Duration max) throws ValueException {
        String expected = "a duration from " + Durations.format(min) + " to " + Durations.format(max)
                + ", such as 500ms, 30s, 5m or 2h4m";
        Duration duration = parsed(value, expected, Durations::parse);
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw wrong(value, expected);
        }
        return duration;
    }

    static int ipv4(YamlValue value) throws ValueException {
        return parsed(value, "an IPv4 address such as 10.0.0.1", Ipv4::parse);
    }

    static Ipv4Prefix prefix(YamlValue value) throws ValueException {
        return parsed(value, "an IPv4 address with prefix length such as 10.0.0.1/24", Ipv4Prefix::parse);
    }

    static MacAddress mac(YamlValue value) throws ValueException {
        return parsed(value, "a unicast MAC address such as 02:00:00:00:00:01", MacAddress::parse);
    }

    static Endpoint endpoint(YamlValue value) throws ValueException {
        return parsed(value, "host:port such as 192.168.7.1:7400 or [fd00::1]:7400", Endpoint::parse);
    }

    /** Runs a parser over the text and puts its complaint between what was given and what was expected. */
    static <T> T parsed(YamlValue value, String expected, Parser<T> parser) throws ValueException {
        if (!(value instanceof Scalar scalar) || scalar.empty()) {
            throw wrong(value, expected);
        }
        try {
            return parser.parse(scalar.text());
        } catch (FormatException e) {
            throw new ValueException(
                    value.place(),
                    value.path() + " is " + value.describe() + ", " + e.getMessage() + ", expected " + expected);
        }
    }

    static List<YamlValue> items(YamlValue value, String expected) throws ValueException {
        if (value instanceof Items items) {
            return items.items();
        }
        throw wrong(value, expected);
    }

    static <T> List<T> listOf(YamlValue value, String expected, Reader<T> reader) throws ValueException {
        List<T> read = new ArrayList<>();
        for (YamlValue item : items(value, expected)) {
            read.add(reader.read(item));
        }
        return read;
    }

    static Entries entries(YamlValue value) throws ValueException {
        if (value instanceof Entries entries) {
            return entries;
        }
        throw wrong(value, "a section of keys and values");
    }

    private static String anyOf(List<String> words) {
        if (words.size() == 1) {
            return words.getFirst();
        }
        return words.subList(0, words.size() - 1).stream().collect(Collectors.joining(", ")) + " or " + words.getLast();
    }
}
