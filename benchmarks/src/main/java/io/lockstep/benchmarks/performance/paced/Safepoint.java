package io.lockstep.benchmarks.performance.paced;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One time when the JVM held all its threads.
 *
 * @param operation what for, such as {@code SerialCollectForAllocation}
 * @param startNs when it began to, {@link System#nanoTime}
 * @param endNs when they went on
 */
public record Safepoint(String operation, long startNs, long endNs) {
    // [23127361649900ns] Safepoint "SerialCollectForAllocation", Time since last: ... , Total: 55862390 ns, Threads:
    // ...
    private static final Pattern LINE =
            Pattern.compile("\\[([0-9]+)ns\\].*Safepoint \"([^\"]+)\",.* Total: +([0-9]+) ns.*");

    /**
     * Reads the lines of {@code -Xlog:safepoint:file=...:tn}, whose stamps are {@link System#nanoTime} at the end of a safepoint; other
     * lines are passed over.
     */
    public static List<Safepoint> parse(List<String> lines) {
        List<Safepoint> safepoints = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                long endNs = Long.parseLong(matcher.group(1));
                safepoints.add(new Safepoint(matcher.group(2), endNs - Long.parseLong(matcher.group(3)), endNs));
            }
        }
        return safepoints;
    }

    /** Whether it was for a garbage collection. */
    public boolean collects() {
        return operation.contains("Collect") || operation.startsWith("G1") || operation.startsWith("Z");
    }

    /** For how long it and a pause went on together. */
    long overlapNs(Pause pause) {
        long from = Math.max(startNs, pause.startNs());
        long to = Math.min(endNs, pause.startNs() + pause.durationNs());
        return Math.max(0, to - from);
    }
}
