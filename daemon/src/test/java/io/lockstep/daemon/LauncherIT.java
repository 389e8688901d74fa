package io.lockstep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.plugin.TestPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as the build leaves it, run as a user would: real processes. */
final class LauncherIT {
    private static final Path DISTRIBUTION =
            Path.of("target/lockstep").toAbsolutePath().normalize();
    private static final Path LAUNCHER = DISTRIBUTION.resolve("bin/lockstep");
    private static final int TIMEOUT_S = 60;
    private static final Path DPDK_RUNTIME = Path.of("/var/run/dpdk/lockstep-launcher");

    @TempDir
    Path folder;

    private record Result(int exitCode, String output) {}

    @Test
    void shouldRunFromAnyFolderAndThroughSymlinks() throws Exception {
        Path links = Files.createDirectories(folder.resolve("a folder/bin"));
        Files.createSymbolicLink(folder.resolve("absolute"), LAUNCHER);
        Files.createSymbolicLink(links.resolve("lockstep"), Path.of("../../absolute"));

        Result result = run(Map.of(), links.resolve("lockstep").toString(), "version");

        assertEquals(0, result.exitCode, result.output);
        assertTrue(result.output.startsWith("lockstep "), result.output);
        assertFalse(result.output.contains("development"), "the build writes its version: " + result.output);
    }

    @Test
    void shouldRunFromAFolderWithSpaces() throws Exception {
        Path copy = folder.resolve("with space");
        try (Stream<Path> tree = Files.walk(DISTRIBUTION)) {
            for (Path path : tree.toList()) {
                Files.copy(path, copy.resolve(DISTRIBUTION.relativize(path).toString()));
            }
        }

        Result copied = run(Map.of(), copy.resolve("bin/lockstep").toString(), "version");
        assertEquals(0, copied.exitCode, copied.output);
        assertTrue(copied.output.startsWith("lockstep "), "a cache of other jars is passed over: " + copied.output);
        Files.delete(copy.resolve("lib/client.aot"));
        Result without = run(Map.of(), copy.resolve("bin/lockstep").toString(), "version");
        assertEquals(copied, without, "nothing depends on the cache");
        Result made = run(Map.of(), copy.resolve("bin/lockstep-make-cache").toString());
        assertEquals(0, made.exitCode, made.output);
        assertTakenFromCache(copy.resolve("bin/lockstep"));
    }

    @Test
    void shouldTakeClassesOfClientCommandsFromTheCacheOfTheBuild() throws Exception {
        assertTakenFromCache(LAUNCHER);
    }

    @Test
    void shouldLeaveTheCacheAsideForOptionsThatItCannotGoWith() throws Exception {
        for (String option : List.of("-Xshare:auto", "-Xshare:off", "-XX:AOTMode=off")) {
            Result result = run(Map.of("LOCKSTEP_JAVA_OPTS", option), LAUNCHER.toString(), "version");
            assertEquals(0, result.exitCode, option + ": " + result.output);
        }
    }

    /** DPDK leaves its files there where it runs without {@code --in-memory}. */
    @AfterAll
    static void removeWhatDpdkLeaves() throws IOException {
        if (Files.isDirectory(DPDK_RUNTIME)) {
            try (Stream<Path> tree = Files.walk(DPDK_RUNTIME)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void shouldStartTheDaemonFromTheCacheOfATrainingRun() throws Exception {
        Path copy = folder.resolve("trained");
        try (Stream<Path> tree = Files.walk(DISTRIBUTION)) {
            for (Path path : tree.toList()) {
                Files.copy(path, copy.resolve(DISTRIBUTION.relativize(path).toString()));
            }
        }
        Path plugin = TestPlugins.jar(
                folder,
                "pass.jar",
                List.of("plugin.Pass"),
                TestPlugins.factory("Pass", "pass", "return () -> context -> context.pass();"));
        Path config = Files.writeString(folder.resolve("solo.yaml"), """
                node: { name: trained, role: primary, threads: shared, admin-socket: %s/a.sock, state-dir: %s/state }
                dpdk: { huge-pages: false, eal: ["--no-pci", "--no-telemetry", "--file-prefix=lockstep-launcher"] }
                ports:
                  - { name: a, device: net_null0, vdev: net_null0, peer: b }
                  - { name: b, device: net_null1, vdev: "net_null1,no-rx=1", peer: a }
                functions: [{ name: f, plugin: %s }]
                """.formatted(folder, folder, plugin));
        String makeCache = copy.resolve("bin/lockstep-make-cache").toString();
        assertEquals(64, run(Map.of(), makeCache, "--run").exitCode);
        assertEquals(64, run(Map.of(), makeCache, "--run", config.toString(), "soon").exitCode);
        assertEquals(64, run(Map.of(), makeCache, "--run", config.toString(), "08").exitCode);
        Result failed = run(Map.of(), makeCache, "--run", folder + "/none.yaml", "5");
        assertEquals(1, failed.exitCode, failed.output);
        assertTrue(failed.output.contains("there is no such file"), failed.output);

        Result made = run(Map.of(), makeCache, "--run", config.toString(), "4");

        assertEquals(0, made.exitCode, made.output);
        Path log = folder.resolve("daemon.log");
        Result run = run(
                Map.of("LOCKSTEP_JAVA_OPTS", "-Xlog:class+load:file=\"" + log + "\""),
                copy.resolve("bin/lockstep").toString(),
                "run",
                "--config",
                folder + "/none.yaml");
        assertEquals(3, run.exitCode, run.output);
        assertTrue(
                Files.readString(log).contains("io.lockstep.daemon.cli.RunCommand source: shared objects file"),
                "classes come from the cache");

        Files.writeString(copy.resolve("etc/jvm.options"), "-Xshare:off\n", StandardOpenOption.APPEND);
        Result without =
                run(Map.of(), copy.resolve("bin/lockstep").toString(), "run", "--config", folder + "/none.yaml");
        assertEquals(3, without.exitCode, without.output);
    }

    private void assertTakenFromCache(Path launcher) throws Exception {
        Path log = folder.resolve("cached.log");
        run(
                Map.of("LOCKSTEP_JAVA_OPTS", "-Xlog:class+load:file=\"" + log + "\""),
                launcher.toString(),
                "status",
                "-s",
                folder + "/none.sock");
        String loaded = Files.readString(log);
        for (String name : List.of("picocli.CommandLine", "io.lockstep.daemon.cli.StatusCommand")) {
            assertTrue(loaded.contains(name + " source: shared objects file"), name + " in " + loaded);
        }
    }

    @Test
    void shouldPassExitCodesAndArgumentsOn() throws Exception {
        assertEquals(2, run(Map.of(), LAUNCHER.toString(), "no-such-command").exitCode);
        Result missing = run(Map.of(), LAUNCHER.toString(), "check-config", folder + "/no such file.yaml");
        assertEquals(3, missing.exitCode, missing.output);
        assertTrue(missing.output.contains("no such file.yaml:1:1: there is no such file"), missing.output);
        assertEquals(4, run(Map.of(), LAUNCHER.toString(), "status", "-s", folder + "/none.sock").exitCode);
        Result run = run(Map.of(), LAUNCHER.toString(), "run", "--config", folder + "/none.yaml");
        assertEquals(3, run.exitCode, "etc/jvm.options must be options that the JVM knows: " + run.output);
    }

    @Test
    void shouldIgnoreAJavaHomeOfAnotherVersion() throws Exception {
        Path old = fakeJava("17.0.15");

        Result result = run(Map.of("JAVA_HOME", old.toString()), LAUNCHER.toString(), "version");

        assertFalse(result.output.contains("I am 17.0.15"), result.output);
    }

    @Test
    void shouldTakeJavaHomeFirst() throws Exception {
        Path right = fakeJava("25.0.1");

        Result result = run(Map.of("JAVA_HOME", right.toString()), LAUNCHER.toString(), "status", "two words");

        assertTrue(result.output.startsWith("I am 25.0.1: "), result.output);
        assertTrue(result.output.contains("io.lockstep.daemon.Main status two words"), result.output);
    }

    @Test
    void shouldNotStartLoggingForClientCommands() throws Exception {
        Path log = folder.resolve("classes.log");

        run(
                Map.of("LOCKSTEP_JAVA_OPTS", "-Xlog:class+load:file=" + log),
                LAUNCHER.toString(),
                "status",
                "-s",
                folder + "/none.sock");

        String loaded = Files.readString(log);
        assertTrue(loaded.contains("io.lockstep.daemon.Main "), "the log of loaded classes");
        assertFalse(loaded.contains("ch.qos.logback."), "Logback was started");
        assertFalse(loaded.contains("io.netty."), "Netty was loaded");
    }

    @Test
    void shouldAcceptEverySampleWithTheShippedPlugin() throws Exception {
        try (Stream<Path> samples = Files.list(DISTRIBUTION.resolve("etc/samples"))) {
            for (Path sample :
                    samples.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                String text = Files.readString(sample).replace("/usr/share/lockstep", DISTRIBUTION.toString());
                Path config =
                        Files.writeString(folder.resolve(sample.getFileName().toString()), text);

                Result result = run(Map.of(), LAUNCHER.toString(), "check-config", config.toString());

                assertEquals(0, result.exitCode, result.output);
                assertTrue(result.output.contains("type   nat"), result.output);
            }
        }
    }

    /** A folder that looks like a JDK and whose java prints what it was called with. */
    private Path fakeJava(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk-" + version));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"I am " + version + ": $*\"\n");
        assertTrue(java.toFile().setExecutable(true));
        return home;
    }

    private Result run(Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        List<String> words = new ArrayList<>(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(words + " does not end; so far: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }
}
