package io.lockstep.benchmarks.torture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a round went.
 *
 * @param plan of the round
 * @param outcome in a word
 * @param seconds that it took
 * @param checked how many checks held
 * @param problems what did not hold, or why it was not possible
 * @param remarks for its line
 * @param figures for {@code --json}
 */
record RoundResult(
        RoundPlan plan,
        Outcome outcome,
        double seconds,
        int checked,
        List<String> problems,
        List<String> remarks,
        Map<String, Object> figures) {
    /** Passed, failed, or neither. */
    enum Outcome {
        /** Every check held. */
        PASSED("ok"),
        /** One did not, or the round could not be played to its end. */
        FAILED("FAILED"),
        /** The machine lacks what the fault needs. */
        NOT_POSSIBLE("not possible here");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    long figure(String name) {
        return figures.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** The round in one line. */
    String line() {
        return "%-20s seed %-6d %-30s %-6s %5.1f s  %d checks; udp %d, %d lost, %d twice; tcp %d; silence %d ms%s"
                .formatted(
                        plan.fault().label(),
                        plan.seed(),
                        plan.shape(),
                        outcome.label(),
                        seconds,
                        checked,
                        figure("udp_messages"),
                        figure("udp_messages_lost"),
                        figure("udp_replies_twice"),
                        figure("tcp_messages"),
                        figure("silence_ms"),
                        remarks.isEmpty() ? "" : "; " + String.join(", ", remarks));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fault", plan.fault().label());
        json.put("seed", plan.seed());
        json.put("workers", plan.workers());
        json.put("owners", plan.owners());
        json.put("threads", plan.dedicated() ? "dedicated" : "shared");
        json.put("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT));
        json.put("seconds", seconds);
        json.put("checks_held", checked);
        json.put("problems_found", problems);
        json.put("figures", figures);
        return json;
    }
}
