package io.lockstep.simulator;

import io.lockstep.simulator.plant.Plant;
import io.lockstep.simulator.plant.PlantingLoader;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code simulate}: runs seeds and says which of them breaks a promise. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a whole pair on one thread, one seed after the other: the real workers, owners, logs, channels and roles over a",
            "network, clocks and ports in memory. The seed chooses who steps next and what fails. Invariants I1 to I6 are",
            "checked at every step. Stops at the first seed that breaks one, with its trace."
        },
        exitCodeListHeading = "%nexit codes:%n",
        exitCodeList = {"0:no violation", "1:a violation; the seed and a trace are printed", "64:wrong command line"},
        exitCodeOnInvalidInput = 64)
public final class Simulate implements Callable<Integer> {
    @Option(names = "--seeds", paramLabel = "N", description = "how many seeds (default ${DEFAULT-VALUE})")
    private long seeds = 2000;

    @Option(names = "--seed", paramLabel = "S", description = "the first seed (default ${DEFAULT-VALUE})")
    private long firstSeed = 1;

    @Option(names = "--plant", paramLabel = "BUG", description = "plants a known bug, to see it found")
    private String plant;

    @Option(names = "--list-plants", description = "names the bugs that can be planted")
    private boolean listPlants;

    @Spec
    private CommandSpec spec;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Simulate()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (listPlants) {
            Plant.all().forEach(each -> System.out.printf("%-30s %s%n", each.name(), each.description()));
            return 0;
        }
        Simulation simulation = new Simulation();
        LongFunction<String> run = plant == null ? simulation : PlantingLoader.simulation(planted());
        long startNs = System.nanoTime();
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            String failure = run.apply(seed);
            if (failure != null) {
                System.out.println(failure);
                System.out.printf(
                        "%nsimulate: seed %d fails; scripts/simulate --seed %d --seeds 1%s runs it again%n",
                        seed, seed, plant == null ? "" : " --plant " + plant);
                return 1;
            }
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        if (plant == null) {
            System.out.println("simulate: " + simulation.totals());
        }
        System.out.printf(
                "simulate: seeds %d to %d, no violation, %.1f s, %.0f runs an hour%n",
                firstSeed, firstSeed + seeds - 1, seconds, seeds / seconds * 3600);
        return 0;
    }

    private Plant planted() {
        return Plant.all().stream()
                .filter(each -> each.name().equals(plant))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "there is no plant " + plant + "; simulate --list-plants names them"));
    }
}
