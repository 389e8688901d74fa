package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The demo's conductor, started by {@code scripts/demo} once namespaces and build are there. Exit codes: 0 every claim holds, 1 one
 * does not, 2 the play could not be played to its end.
 */
public final class Demo {
    private static final int LOG_LINES = 15;

    private Demo() {}

    /** Runs the demo. */
    public static void main(String[] args) throws IOException, InterruptedException {
        DemoOptions options = DemoOptions.parse(args);
        int exitCode;
        try (Stage stage = new Stage(options.run(), options.directory())) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
            exitCode = run(options, stage);
        }
        System.exit(exitCode);
    }

    /** A line of progress. */
    static void say(String text) {
        System.out.println("demo: " + text);
    }

    private static int run(DemoOptions options, Stage stage) throws IOException, InterruptedException {
        DemoRun demo = new DemoRun(options, stage);
        try {
            Figures figures = demo.play();
            List<Claim> claims = Claim.of(figures);
            boolean holds = claims.stream().allMatch(Claim::holds);
            figures.put("claims_hold", holds);
            Report.print(figures, claims, System.out);
            write(figures, options);
            if (!holds) {
                showLogs(stage);
            } else if (options.keep()) {
                Playground.open(options, stage, demo);
            }
            return holds ? 0 : 1;
        } catch (DemoFailure | IOException e) {
            if (stage.isClosed()) {
                return 2; // interrupted: the script says so by its exit code
            }
            System.out.println();
            System.out.println("  ✘ " + e.getMessage());
            demo.figures().put("claims_hold", false);
            demo.figures().put("failure", e.getMessage());
            write(demo.figures(), options);
            showLogs(stage);
            return 2;
        }
    }

    private static void write(Figures figures, DemoOptions options) throws IOException {
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), figures.toJson());
        }
    }

    private static void showLogs(Stage stage) throws IOException {
        for (String name : List.of("node-a", "node-b", "client", "server", "curl")) {
            Path log = stage.log(name);
            if (Files.exists(log) && Files.size(log) > 0) {
                List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
                System.out.println();
                System.out.println("  last lines of " + name + ":");
                lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                        .forEach(line -> System.out.println("    " + line));
            }
        }
        System.out.println();
    }
}
