package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a client command takes from its start to its end, launcher and JVM included, where no daemon answers it. */
final class CommandStart {
    private static final int STARTS = 20;
    private static final int BOUND_S = 20;

    private CommandStart() {}

    /** The median of some runs, in milliseconds. */
    static double medianMs(Lab lab, String... arguments) throws IOException, InterruptedException, BenchmarkFailure {
        double[] ms = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            ms[i] = onceMs(lab, arguments);
        }
        Arrays.sort(ms);
        return (ms[(STARTS - 1) / 2] + ms[STARTS / 2]) / 2;
    }

    private static double onceMs(Lab lab, String... arguments)
            throws IOException, InterruptedException, BenchmarkFailure {
        List<String> command = new ArrayList<>();
        command.add(lab.home().resolve("bin").resolve("lockstep").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long startNs = System.nanoTime();
        Process process = Children.start(builder);
        boolean ended = process.waitFor(BOUND_S, TimeUnit.SECONDS);
        double ms = (System.nanoTime() - startNs) / 1e6;
        Children.end(process);
        if (!ended) {
            throw new BenchmarkFailure(command + " does not end within " + BOUND_S + " s");
        }
        return ms;
    }
}
