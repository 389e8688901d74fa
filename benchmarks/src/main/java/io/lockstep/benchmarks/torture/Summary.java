package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.torture.RoundResult.Outcome;
import java.io.PrintStream;
import java.util.List;

/** The table at the end. */
final class Summary {
    private Summary() {}

    static void print(List<RoundResult> results, PrintStream out) {
        out.println();
        out.printf(
                "  %-20s %6s %6s %6s  %9s %6s %6s %12s%n",
                "fault", "rounds", "passed", "failed", "udp", "lost", "twice", "silence ms");
        for (Fault fault : Fault.values()) {
            List<RoundResult> own = results.stream()
                    .filter(result -> result.plan().fault() == fault)
                    .toList();
            if (!own.isEmpty()) {
                out.printf(
                        "  %-20s %6d %6d %6d  %9d %6d %6d %12s%n",
                        fault.label(),
                        own.size(),
                        count(own, Outcome.PASSED),
                        count(own, Outcome.FAILED),
                        sum(own, "udp_messages"),
                        sum(own, "udp_messages_lost"),
                        sum(own, "udp_replies_twice"),
                        range(own));
            }
        }
        out.println();
        long notPossible = count(results, Outcome.NOT_POSSIBLE);
        out.println(count(results, Outcome.PASSED) + " passed, " + count(results, Outcome.FAILED) + " failed"
                + (notPossible == 0 ? "" : ", " + notPossible + " not possible here"));
    }

    private static long count(List<RoundResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static long sum(List<RoundResult> results, String figure) {
        return results.stream().mapToLong(result -> result.figure(figure)).sum();
    }

    private static String range(List<RoundResult> results) {
        if (results.getFirst().plan().fault().aftermath() == Fault.Aftermath.SILENCE) {
            return "for good";
        }
        long least = results.stream()
                .mapToLong(result -> result.figure("silence_ms"))
                .min()
                .orElse(0);
        long most = results.stream()
                .mapToLong(result -> result.figure("silence_ms"))
                .max()
                .orElse(0);
        return least + " to " + most;
    }
}
