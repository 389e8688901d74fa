package io.lockstep.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.daemon.cli.ExitCode;
import io.lockstep.runtime.node.PromotionKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Epochs over restarts of real processes, and the switchover. */
class EpochIT {
    private Workbench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Workbench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    /** What counts in a node's epoch file: the line of the highest version. */
    private String stored(String node) throws Exception {
        return Files.readAllLines(bench.folder().resolve("state/" + node + ".epoch")).stream()
                .map(line -> line.split(" "))
                .max(Comparator.comparingLong(words -> Long.parseLong(words[1])))
                .map(words -> words[2] + " " + words[3] + " " + words[4] + " " + words[5])
                .orElseThrow();
    }

    @Test
    void shouldHandOverWhenAskedAndGoOnInTheNextEpochWhenThePairIsStartedAnew() throws Exception {
        NodeYaml[] pair = bench.pair();
        NodeProcess old = bench.start(pair[0]);
        NodeProcess backup = bench.start(pair[1]);
        old.awaitState("protected");
        backup.awaitState("in-sync");

        Workbench.Answer answer =
                bench.lockstep("promote", "--switchover", "-s", pair[1].socket().toString());
        assertEquals(ExitCode.OK, answer.exitCode(), () -> answer.output() + backup.dump() + old.dump());
        assertTrue(answer.output().contains("primary in epoch 2"), answer::output);
        assertEquals("epoch 2 seen 2", stored("b"), "on disk before it is acknowledged");
        NodeStatus fenced = old.awaitState("fenced");
        assertTrue(fenced.reason().contains("handed over to the backup"), fenced.reason());
        assertEquals("epoch 1 seen 2", stored("a"));
        backup.awaitState("solo");

        assertEquals(ExitCode.OK, old.terminate(), old::dump);
        assertEquals(ExitCode.OK, backup.terminate(), backup::dump);
        NodeProcess primary = bench.start(pair[0]);
        primary.awaitState("waiting-for-backup");
        NodeProcess again = bench.start(pair[1]);
        assertEquals(3, primary.awaitState("protected").epoch(), primary::dump);
        again.awaitStatus(
                "follows in epoch 3",
                status -> status.epoch() == 3 && status.state().equals("in-sync"));
        assertEquals("epoch 3 seen 3", stored("a"));
    }

    @Test
    void shouldNotServeAloneAfterARestartWhenItWasReplaced() throws Exception {
        NodeYaml[] pair = bench.pair();
        NodeProcess old = bench.start(pair[0]);
        NodeProcess backup = bench.start(pair[1]);
        old.awaitState("protected");
        backup.awaitState("in-sync");
        assertTrue(backup.promote(PromotionKind.FORCED).accepted());
        old.awaitState("fenced");
        old.kill9();
        backup.kill9();

        NodeProcess restarted = bench.start(pair[0].replication("wait-for-backup", "none"));
        NodeStatus status = restarted.awaitState("fenced");
        assertTrue(status.reason().contains("epoch 2"), status.reason());
    }

    @Test
    void shouldRefuseThePromotionWhenTheEpochCannotBeWritten() throws Exception {
        NodeYaml[] pair = bench.pair();
        for (NodeYaml config : pair) {
            config.replication("peer-timeout", "2s");
            config.node("state-dir", bench.folder().resolve("state-" + config.name()));
        }
        NodeProcess old = bench.start(pair[0]);
        NodeProcess backup = bench.start(pair[1]);
        old.awaitState("protected");
        backup.awaitState("in-sync");
        old.kill9();
        backup.awaitState("primary-lost");
        Path folder = bench.folder().resolve("state-b");
        Path away = bench.folder().resolve("state-away");
        Files.move(folder, away);
        PromoteResult refused = backup.promote(PromotionKind.TAKEOVER);
        assertTrue(!refused.accepted() && refused.message().contains("cannot be stored"), refused.message());
        assertEquals("primary-lost", backup.status().state(), backup::dump);
        assertEquals(1, backup.status().epoch(), backup::dump);
        Files.move(away, folder);
        PromoteResult promoted = backup.promote(PromotionKind.TAKEOVER);
        assertTrue(promoted.accepted(), promoted.message());
        assertEquals(2, promoted.epoch());
    }
}
