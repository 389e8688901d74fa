package io.lockstep.benchmarks.endtoend;

import static io.lockstep.benchmarks.endtoend.Statuses.hasProblem;
import static io.lockstep.benchmarks.endtoend.Statuses.records;
import static io.lockstep.benchmarks.endtoend.Statuses.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.admin.NodeStatus;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that do not run the same thing do not become a pair, and both say what differs. */
class PairMismatchIT {
    private Workbench bench;
    private NodeYaml[] pair;
    private NodeProcess primary;

    @BeforeEach
    void startPrimary() throws Exception {
        bench = new Workbench();
        pair = bench.pair();
        primary = bench.start(pair[0]);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldRefuseBackupWithOtherNfConfigAndTakeItOnceThatIsMended() throws Exception {
        NodeProcess backup = bench.start(pair[1].nat("max-flows", 1000));
        String difference = awaitRefusal(backup, "function nat config sha256 is ");
        Matcher values = Pattern.compile("is ([0-9a-f]{64}) here and ([0-9a-f]{64}) on the peer")
                .matcher(difference);
        assertTrue(values.find(), difference);
        assertNotEquals(values.group(1), values.group(2));
        assertEquals(0, backup.terminate(), backup::dump);

        NodeProcess mended = bench.start(pair[1].nat("max-flows", 4096));
        NodeStatus joined = primary.awaitState("protected");
        mended.awaitState("in-sync");
        primary.awaitStatus("streams", status -> records(status) > records(joined));
        assertEquals(primary.pid(), joined.pid());
    }

    @Test
    void shouldRefuseBackupWithOtherPluginBytes() throws Exception {
        Path copy = Files.copy(bench.natPlugin(), bench.folder().resolve("other.jar"));
        try (FileSystem jar = FileSystems.newFileSystem(copy)) {
            Files.writeString(jar.getPath("note.txt"), "the same classes");
        }
        awaitRefusal(
                bench.start(pair[1].plugin(copy)),
                "function nat plugin sha256 is " + sha256(bench.natPlugin()) + " here and " + sha256(copy)
                        + " on the peer");
    }

    @Test
    void shouldRefuseBackupWithOtherNumberOfWorkers() throws Exception {
        awaitRefusal(bench.start(pair[1].node("workers", 2)), "node.workers is 1 here and 2 on the peer");
    }

    @Test
    void shouldRefuseBackupWithOtherHomeOfRelease() throws Exception {
        awaitRefusal(
                bench.start(pair[1].replication("release", "primary")),
                "replication.release is backup here and primary on the peer");
    }

    /** Waits until both nodes have named the difference in status and log; returns the primary's sentence. */
    private String awaitRefusal(NodeProcess backup, String difference) throws Exception {
        NodeStatus refused = backup.awaitStatus("is refused", status -> hasProblem(status, difference));
        assertEquals("joining", refused.state(), backup::dump);
        backup.awaitOutput(difference);
        NodeStatus refusing =
                primary.awaitStatus("has refused", status -> hasProblem(status, difference) && refused(status) > 0);
        assertEquals("waiting-for-backup", refusing.state(), primary::dump);
        primary.awaitOutput(difference);
        return refusing.channels().getFirst().lastProblem();
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
