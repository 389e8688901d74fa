package io.lockstep.simulator;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code simulate}: runs seeds and says which of them break a promise. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Runs a pair in simulation, a seed after the other, and checks invariants I1 to I6 at every step.")
public final class Simulate implements Callable<Integer> {
    @Option(names = "--seeds", paramLabel = "N", description = "how many seeds (default ${DEFAULT-VALUE})")
    private int seeds = 1000;

    @Option(names = "--seed", paramLabel = "S", description = "the first seed (default ${DEFAULT-VALUE})")
    private long seed = 1;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Simulate()).execute(arguments));
    }

    @Override
    public Integer call() {
        Simulation simulation = new Simulation();
        long startNs = System.nanoTime();
        for (long s = seed; s < seed + seeds; s++) {
            String failure = simulation.failure(s);
            if (failure != null) {
                System.out.println(failure);
                System.out.println("simulate: seed " + s + " failed");
                return 1;
            }
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        System.out.println(simulation.totals());
        System.out.printf(
                "simulate: %d seeds from %d on, no violation, %.1f s, %.0f runs an hour%n",
                seeds, seed, seconds, seeds / seconds * 3600);
        return 0;
    }
}
