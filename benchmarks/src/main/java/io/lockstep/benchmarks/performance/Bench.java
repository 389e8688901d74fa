package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.Logging;
import io.lockstep.daemon.config.LogLevel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The benchmarks, one after the other, started by {@code scripts/bench} once build and hugepages are there. Exit codes: 0 all could be
 * measured, 1 something could not, 64 wrong command line.
 */
public final class Bench {
    private static final NatRuns NAT_RUNS = new NatRuns();
    private static final ChannelRuns CHANNEL_RUNS = new ChannelRuns();

    /** What there is, in the order of a run. */
    private static final List<Benchmark> BENCHMARKS = List.of(
            new ForwardBenchmark(),
            new AccessBenchmark(),
            new NatSoloBenchmark(),
            new ChannelBenchmark(CHANNEL_RUNS),
            new NatPairBenchmark(NAT_RUNS, CHANNEL_RUNS),
            new OverheadBenchmark(NAT_RUNS, CHANNEL_RUNS),
            new KernelBenchmark(NAT_RUNS),
            new LatencyBenchmark(),
            new PromoteBenchmark(),
            new ScaleBenchmark(),
            new SteadyBenchmark());

    /** Too long for a run of all: to be named. */
    private static final List<String> LONG = List.of("scale", "steady");

    private final BenchOptions options;
    private final List<Result> results = new ArrayList<>();
    private final Plots plots = new Plots();
    private final Map<String, String> failures = new LinkedHashMap<>();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    /** Runs what is asked for. */
    public static void main(String[] args) throws IOException, InterruptedException {
        BenchOptions options = new BenchOptions();
        List<Benchmark> chosen;
        try {
            new CommandLine(options).parseArgs(args);
            chosen = choose(options.names);
        } catch (ParameterException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(64);
            return;
        }
        if (options.list) {
            BENCHMARKS.forEach(benchmark -> System.out.printf(
                    "%-12s%s%s%n", benchmark.name(), benchmark.what(), isLong(benchmark) ? " (by name only)" : ""));
            return;
        }
        Logging.configure(LogLevel.ERROR); // of the product's classes that run in this process
        Bench bench = new Bench(options);
        bench.run(chosen);
        System.exit(bench.failures.isEmpty() ? 0 : 1);
    }

    /** The benchmarks of these names; without names, all that are not long. */
    static List<Benchmark> choose(List<String> names) {
        if (names.isEmpty()) {
            return BENCHMARKS.stream().filter(benchmark -> !isLong(benchmark)).toList();
        }
        return names.stream().map(Bench::named).toList();
    }

    private static Benchmark named(String name) {
        return BENCHMARKS.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no benchmark " + name + "; there are "
                        + BENCHMARKS.stream().map(Benchmark::name).collect(Collectors.joining(", "))));
    }

    private static boolean isLong(Benchmark benchmark) {
        return LONG.contains(benchmark.name());
    }

    private void run(List<Benchmark> chosen) throws IOException, InterruptedException {
        Lab lab = new Lab(
                options.home,
                options.directory,
                FunctionsJar.write(options.directory.resolve("functions.jar")),
                options.cores.getFirst(),
                options.cores.getLast(),
                !options.noHuge,
                options.brief ? Pace.BRIEF : Pace.USUAL);
        Map<String, String> machine = Machine.describe(lab);
        Disturbance before = Disturbance.now(lab);
        for (Benchmark benchmark : chosen) {
            run(benchmark, lab);
        }
        machine.put("disturbance", Disturbance.now(lab).since(before));
        Table.print(machine, results, System.out);
        failures.forEach((name, why) -> System.out.println("  " + name + " could not be measured: " + why));
        if (options.plots != null) {
            plots.write(options.plots);
            copyPlots(options.directory, options.plots);
        }
        if (options.json != null) {
            ResultFile.write(options.json, machine, results, failures);
        }
    }

    /** Pictures that benchmarks have left in their folder. */
    private static void copyPlots(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> pictures = Files.newDirectoryStream(from, "*.svg")) {
            for (Path picture : pictures) {
                Files.copy(picture, to.resolve(picture.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void run(Benchmark benchmark, Lab lab) throws InterruptedException {
        say(benchmark.name() + ": " + benchmark.what());
        long startNs = System.nanoTime();
        try {
            add(benchmark, benchmark.run(lab));
        } catch (InterruptedException e) {
            throw e;
        } catch (BenchmarkFailure e) {
            add(benchmark, e.measured());
            fail(benchmark, e.getMessage());
        } catch (Exception e) { // whatever went wrong, the others are to be measured
            fail(benchmark, e.toString());
            e.printStackTrace();
        }
        say("%s: %.0f s".formatted(benchmark.name(), (System.nanoTime() - startNs) / 1e9));
    }

    private void add(Benchmark benchmark, List<Result> measured) {
        results.addAll(measured);
        plots.add(benchmark, measured);
        measured.forEach(result -> say("  " + result.name() + " " + Table.number(result.value()) + " " + result.unit()
                + (result.reference() == null ? "" : ", reference " + Table.number(result.reference()))));
    }

    private void fail(Benchmark benchmark, String why) {
        failures.put(benchmark.name(), why);
        say(benchmark.name() + " could not be measured: " + why);
    }

    /** A progress line. */
    static void say(String text) {
        System.out.println("bench: " + text);
    }
}
