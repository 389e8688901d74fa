package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the benchmark has a cache made, with a stand-in for the tool. */
final class TrainedHomeTest {
    private static final FileTime OLD = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path folder;

    private Path home;
    private Lab lab;

    @BeforeEach
    void setUp() throws Exception {
        home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("bin"));
        Files.setLastModifiedTime(
                Files.writeString(Files.createDirectories(home.resolve("lib")).resolve("a.jar"), "a"), OLD);
        Path run = Files.createDirectories(folder.resolve("run"));
        lab = new Lab(home, run, run.resolve("f.jar"), 0, 1, false, Pace.BRIEF);
    }

    @Test
    void shouldTrainACopyAndLeaveTheBuildAsItIs() throws Exception {
        tool("echo \"$@\" > \"${0%/bin/*}/lib/daemon.aot\"");
        Path trained = TrainedHome.make(lab, Path.of("b.yaml"), 3);
        assertEquals("--run b.yaml 3\n", Files.readString(trained.resolve("lib").resolve("daemon.aot")));
        assertFalse(Files.exists(home.resolve("lib").resolve("daemon.aot")));
        assertTrue(trained.startsWith(lab.directory()), "it goes with the run's folder");
        assertEquals(OLD, Files.getLastModifiedTime(trained.resolve("lib").resolve("a.jar")), "the JVM compares it");
        assertEquals(trained, lab.with(trained).home());
    }

    @Test
    void shouldSayWhyThereIsNoCache() throws Exception {
        tool("echo no; echo 'lib is not writable' >&2; exit 1");
        BenchmarkFailure e = assertThrows(BenchmarkFailure.class, () -> TrainedHome.make(lab, Path.of("b.yaml"), 3));
        assertTrue(e.getMessage().endsWith("exit code 1: lib is not writable"), e.getMessage());
    }

    private void tool(String line) throws Exception {
        Path tool = Files.writeString(home.resolve("bin").resolve("lockstep-make-cache"), "#!/bin/sh\n" + line + "\n");
        assertTrue(tool.toFile().setExecutable(true));
    }
}
