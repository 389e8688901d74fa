package io.lockstep.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.role.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sample in {@code config/} can be used; the two of a pair fit each other. */
final class SamplesTest {
    private static final Path SAMPLES = Path.of("../config");

    @Test
    void shouldParseEverySample() throws Exception {
        List<Path> samples = samples();
        assertTrue(samples.size() >= 5, "found only " + samples);
        for (Path sample : samples) {
            NodeConfigParser.parse(sample);
        }
    }

    @Test
    void shouldHaveNodesOfAPairThatFitEachOther() throws Exception {
        for (String pair : List.of("pair-nic", "pair-af-packet")) {
            NodeConfig a = NodeConfigParser.parse(SAMPLES.resolve(pair + "-a.yaml"));
            NodeConfig b = NodeConfigParser.parse(SAMPLES.resolve(pair + "-b.yaml"));

            assertEquals(Role.PRIMARY, a.node().role());
            assertEquals(Role.BACKUP, b.node().role());
            assertEquals(a.node().workers(), b.node().workers());
            assertEquals(a.node().owners(), b.node().owners());
            assertEquals(a.node().inFlight(), b.node().inFlight());
            assertEquals(a.portInfos(), b.portInfos());
            assertEquals(
                    a.functions().getFirst().configDigest(),
                    b.functions().getFirst().configDigest());
            assertEquals(
                    a.replication().orElseThrow().listen(),
                    b.replication().orElseThrow().peer());
            assertEquals(
                    a.replication().orElseThrow().peer(),
                    b.replication().orElseThrow().listen());
        }
    }

    /** The reference documents every key that the samples and the parser know. */
    @Test
    void shouldDocumentEveryKey() throws Exception {
        String reference = Files.readString(Path.of("../docs/configuration.md"));
        for (String section :
                List.of("node", "dpdk", "ports", "functions", "replication", "metrics", "hooks", "logging")) {
            for (String key : knownKeys(section)) {
                assertTrue(
                        reference.contains("`" + key + "`"), section + "." + key + " is not in docs/configuration.md");
            }
        }
    }

    /** The keys of a section, from the message about an unknown one. */
    private static List<String> knownKeys(String section) {
        boolean list = section.equals("ports") || section.equals("functions");
        String text = section + ": " + (list ? "[{ zzzzzzzz: 1 }]" : "{ zzzzzzzz: 1 }");
        try {
            NodeConfigParser.parse(Path.of("a.yaml"), text);
            throw new AssertionError("the unknown key was accepted");
        } catch (ConfigException e) {
            String message = e.problems().stream()
                    .map(Problem::message)
                    .filter(problem -> problem.startsWith("unknown key \"zzzzzzzz\""))
                    .findFirst()
                    .orElseThrow();
            return List.of(message.substring(message.indexOf("one of ") + 7).split(", "));
        }
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
