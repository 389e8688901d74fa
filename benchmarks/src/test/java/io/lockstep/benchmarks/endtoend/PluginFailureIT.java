package io.lockstep.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.cli.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin that cannot be used ends the daemon with one sentence: where it is named, what is wrong with it, what to do. */
class PluginFailureIT {
    private Workbench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Workbench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldSayThatTheJarIsMissing() throws Exception {
        List<String> printed = failure(bench.folder().resolve("nowhere.jar"));
        assertOneError(printed, "does not exist; build it or correct the path");
        assertEquals(0, traceLines(printed), () -> String.join("\n", printed));
    }

    @Test
    void shouldSayThatTheJarHasNoFunction() throws Exception {
        List<String> printed = failure(PluginJar.withoutFunction(bench.folder()));
        assertOneError(printed, "has no network function");
        assertEquals(0, traceLines(printed), () -> String.join("\n", printed));
    }

    @Test
    void shouldSayThatThePluginThrewWhileOpening() throws Exception {
        List<String> printed = failure(PluginJar.opening(
                bench.folder(), "throw new IllegalStateException(\"the licence server is asleep\");"));
        assertOneError(
                printed, "threw java.lang.IllegalStateException: the licence server is asleep; see the plugin's");
        // The plugin's author gets the stack trace of the plugin's own exception, once.
        assertTrue(
                printed.stream().anyMatch(line -> line.contains("plugin.Tiny.open(Tiny.java:5)")), printed::toString);
        assertTrue(traceLines(printed) <= 30, () -> String.join("\n", printed));
    }

    private List<String> failure(Path jar) throws Exception {
        NodeProcess node = bench.start(bench.solo("n").plugin(jar).withoutNatSection());
        assertEquals(ExitCode.CONFIG, node.awaitExit(), node::dump);
        return node.output().lines().toList();
    }

    /** One line is an error, and it names file, line and column of the plugin's path. */
    private void assertOneError(List<String> printed, String sentence) {
        List<String> errors =
                printed.stream().filter(line -> line.contains("ERROR")).toList();
        assertEquals(1, errors.size(), () -> String.join("\n", printed));
        int line = 1 + List.of(bench.solo("n").text().split("\n", -1)).indexOf("  - name: nat") + 1;
        assertTrue(errors.getFirst().contains(bench.folder().resolve("n.yaml") + ":" + line + ":"), errors::toString);
        assertTrue(errors.getFirst().contains(sentence), errors::toString);
    }

    private static long traceLines(List<String> printed) {
        return printed.stream().filter(line -> line.startsWith("\tat ")).count();
    }
}
