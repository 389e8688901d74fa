package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.demo.Events;
import io.lockstep.benchmarks.demo.Stage;
import io.lockstep.benchmarks.torture.RoundResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The rounds, started by {@code scripts/torture} once namespaces and build are there. Exit codes: 0 all that was possible held, 1
 * something did not, 2 it could not be run.
 */
public final class Torture {
    private final TortureOptions options;
    private final AtomicReference<Stage> current = new AtomicReference<>();
    private volatile boolean ending;

    private Torture(TortureOptions options) {
        this.options = options;
    }

    /** Runs all rounds. */
    public static void main(String[] args) throws IOException, InterruptedException {
        TortureOptions options;
        try {
            options = TortureOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("torture: " + e.getMessage());
            System.exit(64);
            return;
        }
        Torture torture = new Torture(options);
        Runtime.getRuntime().addShutdownHook(new Thread(torture::end));
        List<RoundResult> results = torture.run();
        if (!torture.ending) {
            Summary.print(results, System.out);
            torture.write(results);
            System.exit(results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED) ? 1 : 0);
        }
    }

    private List<RoundResult> run() throws IOException, InterruptedException {
        Path plugin = LedgerJar.write(options.directory().resolve("ledgers.jar"));
        List<RoundResult> results = new ArrayList<>();
        for (int i = 0; i < options.rounds() && !ending; i++) {
            Fault fault = options.faults().get(i % options.faults().size());
            RoundResult result = play(RoundPlan.of(fault, options.seed() + i), i + 1, plugin);
            results.add(result);
            if (!ending) {
                say("%2d/%d  %s".formatted(i + 1, options.rounds(), result.line()));
                result.problems().forEach(problem -> say("       " + problem));
            }
        }
        return results;
    }

    private RoundResult play(RoundPlan plan, int number, Path plugin) throws IOException, InterruptedException {
        Path directory = Files.createDirectory(options.directory().resolve("round-" + number));
        long startNs = System.nanoTime();
        List<String> problems = new ArrayList<>();
        Outcome outcome = Outcome.PASSED;
        Round round;
        try (Stage stage = new Stage(options.run(), directory)) {
            current.set(stage);
            round = new Round(options, plan, stage, plugin);
            try {
                round.play();
            } catch (NotPossibleHere e) {
                outcome = Outcome.NOT_POSSIBLE;
                problems.add("not possible here: " + e.getMessage());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) { // whatever went wrong, the other rounds are to be played
                problems.add("the round broke off: " + e.getMessage());
                problems.add("what was there: " + round.evidence());
                if (e instanceof RuntimeException) {
                    e.printStackTrace();
                }
            }
        }
        problems.addAll(round.checks().failed());
        if (!problems.isEmpty() && outcome == Outcome.PASSED) {
            outcome = Outcome.FAILED;
            problems.add("configurations and logs: " + keep(directory, plan));
            problems.add("to repeat it: scripts/torture --rounds 1 --only "
                    + plan.fault().label() + " --seed " + plan.seed());
        }
        return new RoundResult(
                plan,
                outcome,
                (System.nanoTime() - startNs) / 1e9,
                round.checks().held(),
                problems,
                round.checks().remarks(),
                round.figures());
    }

    /** Copies what a failed round has left to where the script's clean-up does not reach. */
    private Path keep(Path directory, RoundPlan plan) throws IOException {
        Path kept = Files.createDirectories(options.kept().resolve(plan.fault().label() + "-" + plan.seed()));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
        return kept;
    }

    private void write(List<RoundResult> results) throws IOException {
        if (options.json().isPresent()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("seed", options.seed());
            json.put("rounds", results.stream().map(RoundResult::toJson).toList());
            Files.writeString(options.json().get(), Events.toPrettyJson(json) + "\n");
        }
    }

    private void end() {
        ending = true;
        Stage stage = current.get();
        if (stage != null) {
            stage.close();
        }
    }

    private static void say(String text) {
        System.out.println("torture: " + text);
    }
}
