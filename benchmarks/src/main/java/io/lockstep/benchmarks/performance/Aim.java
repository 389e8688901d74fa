package io.lockstep.benchmarks.performance;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a figure is what the project aims at. An aim is words, clauses divided by commas; those of the forms {@code >= 0.5} and
 * {@code <= 25} speak of the value, {@code ratio >= 0.5} of the ratio, all others (a stretch goal, a remark) are for people.
 */
final class Aim {
    private static final Pattern CLAUSE = Pattern.compile("(ratio )?(>=|<=) ?([0-9]+(?:\\.[0-9]+)?)(?: .*)?");

    private Aim() {}

    /** Empty where the words name no bound, or one of a ratio that there is not. */
    static Optional<Boolean> isMet(Result result) {
        Optional<Boolean> met = Optional.empty();
        for (String clause : result.aim().split(",", -1)) {
            Matcher matcher = CLAUSE.matcher(clause.strip());
            if (matcher.matches()) {
                Double figure = matcher.group(1) == null ? Double.valueOf(result.value()) : result.ratio();
                if (figure == null) {
                    return Optional.empty();
                }
                double bound = Double.parseDouble(matcher.group(3));
                boolean holds = matcher.group(2).equals(">=") ? figure >= bound : figure <= bound;
                met = Optional.of(met.orElse(true) && holds);
            }
        }
        return met;
    }
}
