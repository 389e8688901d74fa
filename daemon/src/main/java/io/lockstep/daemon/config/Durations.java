package io.lockstep.daemon.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: numbers with units, largest unit first, for example {@code 2h4m}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(us|ms|s|m|h|d)");

    private Durations() {}

    /** Reads a duration. */
    public static Duration parse(String text) throws FormatException {
        if (text.matches("[0-9]+")) {
            throw new FormatException("which has no unit");
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        Duration lastUnit = Duration.ofDays(Integer.MAX_VALUE);
        int end = 0;
        while (part.find() && part.start() == end) {
            Duration unit = unit(part.group(2));
            if (unit.compareTo(lastUnit) >= 0) {
                throw new FormatException("where " + part.group() + " should come earlier or only once");
            }
            sum = sum.plus(unit.multipliedBy(Integer.parseInt(part.group(1))));
            lastUnit = unit;
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw new FormatException("which is not a number with a unit (us, ms, s, m, h, d)");
        }
        return sum;
    }

    /** Writes a duration so that {@link #parse} reads it again; parts below a microsecond are cut off. */
    public static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        append(text, duration.toNanosPart() / 1_000 % 1_000, "us");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }

    private static Duration unit(String unit) {
        return switch (unit) {
            case "us" -> Duration.ofNanos(1_000);
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
