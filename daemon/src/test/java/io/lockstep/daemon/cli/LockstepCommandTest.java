package io.lockstep.daemon.cli;

import static io.lockstep.daemon.plugin.TestPlugins.factory;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.DaemonRunner;
import io.lockstep.daemon.StartException;
import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.AdminHandler;
import io.lockstep.daemon.admin.AdminSamples;
import io.lockstep.daemon.admin.AdminServer;
import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.plugin.PluginException;
import io.lockstep.daemon.plugin.TestPlugins;
import io.lockstep.runtime.node.PromotionKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line from end to end: {@code run} with a stand-in for the node, clients over its real Unix socket. */
final class LockstepCommandTest {
    @TempDir
    Path folder;

    private Path config;
    private Path socket;

    private record Result(int exitCode, String out, String err) {}

    /** Serves the admin socket until it is told to stop, as the wiring does. */
    private static final class FakeRunner implements DaemonRunner, AdminHandler {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch stop = new CountDownLatch(1);
        private volatile boolean primary;

        @Override
        public int run(NodeConfig config) throws StartException {
            try (AdminServer _ = AdminServer.open(config.node().adminSocket(), this)) {
                started.countDown();
                stop.await();
                return ExitCode.OK;
            } catch (AdminException e) {
                throw new StartException(e.getMessage(), e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public NodeStatus status() {
            return AdminSamples.status(primary ? "primary" : "backup", primary ? "solo" : "protected");
        }

        @Override
        public PromoteResult promote(PromotionKind kind) {
            if (kind == PromotionKind.TAKEOVER) {
                return PromoteResult.refused("the primary is connected; stop it, or promote with --force", 7);
            }
            if (kind == PromotionKind.SWITCHOVER) {
                return new PromoteResult(true, "the primary handed over", 8, 1_000, 1_500);
            }
            primary = true;
            return new PromoteResult(true, "node-a is the primary", 8, 1_000, 1_400);
        }

        @Override
        public String dpdkVersion() {
            return "22.11.7";
        }
    }

    @BeforeEach
    void writeConfig() throws Exception {
        config = folder.resolve("a.yaml");
        socket = folder.resolve("a.sock");
        Files.writeString(config, """
                node: { name: node-a, role: backup, admin-socket: a.sock }
                ports:
                  - { name: lan, device: net_null0, address: 10.0.0.1/24 }
                  - { name: wan, device: net_null1 }
                functions:
                  - { name: fw, plugin: fw.jar, config: { size: 3 } }
                replication: { listen: "127.0.0.1:7400", peer: "127.0.0.1:7500" }
                """);
        TestPlugins.jar(
                folder,
                "fw.jar",
                List.of("plugin.F"),
                factory("F", "firewall", "setup.config().number(\"size\", 1, 1, 10); return () -> null;"));
    }

    @Test
    void shouldRunAndBeAskedAndPromoted() throws Exception {
        FakeRunner runner = new FakeRunner();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Result> running = executor.submit(() -> lockstep(runner, "run", "--config", config.toString()));
            assertTrue(runner.started.await(20, TimeUnit.SECONDS));
            try {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));

                Result status = lockstep("status", "--socket", socket.toString());
                assertEquals(0, status.exitCode, status.err);
                assertEquals("""
                        node-a: backup, epoch 7, protection protected
                          promoted by an operator
                          lockstep 1.2.3, pid 42, since 2023-11-14T22:13:20Z
                          promoted at 2023-11-14T22:13:21Z, first packet released 900 us later
                        port    lan  net_af_packet0 10.0.0.1/24, link up, received 10, sent 9, missed 1
                        worker  0  1000 records, 990 acknowledged, 3 in flight, 7 held, log 10 of 16384 KiB
                        owner   0  5000 accesses, 2 parked, 3072 KiB of state, 40 digests, 3 passes
                        channel 0  streaming, peer 192.168.7.2:7400, refused 2, malformed 3; a stranger
                        drops   nat.pool-empty  4
                        """, status.out);

                Result json = lockstep("status", "--config", config.toString(), "--json");
                assertTrue(json.out.contains("\"firstReleaseAtUs\" : 1700000001000900"), json.out);

                Result refused = lockstep("promote", "--config", config.toString());
                assertEquals(
                        new Result(
                                5,
                                "",
                                "lockstep: refused: the primary is connected; stop it, or promote with --force\n"),
                        refused);
                Result tooLong = lockstep("status", "-s", socket.toString(), "--until", "primary", "--timeout", "10ms");
                assertEquals(
                        new Result(
                                6,
                                "",
                                "lockstep: not primary within 10ms; last seen: backup, protection protected (promoted by an"
                                        + " operator)\n"),
                        tooLong);
                Result both = lockstep("promote", "-s", socket.toString(), "--force", "--switchover");
                assertEquals(ExitCode.USAGE, both.exitCode);
                assertTrue(both.err.contains("--force and --switchover exclude each other"), both.err);
                Result handedOver = lockstep("promote", "-s", socket.toString(), "--switchover");
                assertEquals(
                        new Result(0, "the primary handed over\nprimary in epoch 8 after 500 us\n", ""), handedOver);
                Result promoted = lockstep("promote", "--socket", socket.toString(), "--force");
                assertEquals(new Result(0, "node-a is the primary\nprimary in epoch 8 after 400 us\n", ""), promoted);
                assertEquals(0, lockstep("status", "-s", socket.toString(), "--until", "primary").exitCode);

                Result second = lockstep(new FakeRunner(), "run", "--config", config.toString());
                assertEquals(1, second.exitCode, "a second daemon on one socket");
            } finally {
                runner.stop.countDown();
            }
            assertEquals(0, running.get(20, TimeUnit.SECONDS).exitCode);
        }
        assertEquals(4, lockstep("status", "--socket", socket.toString()).exitCode);
    }

    @Test
    void shouldWaitForADaemonThatStartsLater() throws Exception {
        FakeRunner runner = new FakeRunner();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Future<Result> waiting =
                    executor.submit(() -> lockstep("status", "-s", socket.toString(), "--until", "protected"));
            Future<Result> running = executor.submit(() -> lockstep(runner, "run", "--config", config.toString()));

            assertEquals(0, waiting.get(20, TimeUnit.SECONDS).exitCode);
            runner.stop.countDown();
            assertEquals(0, running.get(20, TimeUnit.SECONDS).exitCode);
        }
    }

    @Test
    void shouldCheckAConfigurationAndSayWhatWouldRun() {
        Result result = lockstep("check-config", config.toString());

        assertEquals(0, result.exitCode, result.err);
        String digest = "[0-9a-f]{64}";
        String expected = """
                %s/a.yaml is valid
                node         node-a, starts as backup, 1 worker, 1 owner, dedicated threads
                admin socket %s/a.sock
                buffers      16383 of 2048 bytes
                port         lan on net_null0, 10.0.0.1/24, chain fw, then to wan
                port         wan on net_null1, transparent, chain fw, then to lan
                function     fw from %s/fw.jar
                               type   firewall
                               plugin sha256 DIGEST
                               config sha256 DIGEST
                replication  listens on 127.0.0.1:7400, peer 127.0.0.1:7500, release by the backup, lost after 1s, on loss of the backup: continue
                """.formatted(folder, folder, folder);
        assertEquals(expected, result.out.replaceAll(digest, "DIGEST"));
    }

    @Test
    void shouldReportEveryFaultOfAConfiguration() throws Exception {
        Files.writeString(config, """
                node: { name: node-a, role: primary }
                ports: [{ name: lan, device: net_null0 }]
                functions:
                  - { name: gone, plugin: gone.jar }
                  - { name: fw, plugin: fw.jar, config: { sise: 3 } }
                hooks: { on-promote: a.yaml }
                """);

        Result result = lockstep("check-config", config.toString());

        assertEquals(3, result.exitCode);
        assertEquals("""
                %1$s/a.yaml:4:27: plugin %1$s/gone.jar of function "gone" does not exist; build it or correct the path
                %1$s/a.yaml:5:43: unknown key "sise" of functions[1].config, expected one of size; did you mean "size"?
                %1$s/a.yaml:6:22: hooks.on-promote: %1$s/a.yaml is not executable, expected chmod +x on it
                """.formatted(folder), result.err);
        assertEquals(0, lockstep("check-config", "--no-plugins", config.toString()).exitCode);
    }

    @Test
    void shouldExitWithConfigErrorsOfRun() throws Exception {
        Files.writeString(config, "node: {}\n");
        Result result = lockstep("run", "--config", config.toString());

        assertEquals(3, result.exitCode);
        assertTrue(result.err.startsWith(config + ":1:1: ports is missing"), result.err);
        assertEquals(
                new Result(3, "", "/none.yaml:1:1: there is no such file, expected a configuration file\n"),
                lockstep("run", "--config", "/none.yaml"));
    }

    @Test
    void shouldMapHowTheNodeEndsToExitCodes() {
        assertEquals(0, run(c -> 0));
        assertEquals(9, run(c -> 9));
        assertEquals(ExitCode.FAILED, run(c -> {
            throw new StartException("no hugepages");
        }));
        assertEquals(ExitCode.CONFIG, run(c -> {
            throw new PluginException("no plugin");
        }));
        assertEquals(ExitCode.FAILED, run(c -> {
            throw new IllegalStateException("a bug");
        }));
    }

    @Test
    void shouldExplainUsage() {
        assertEquals(2, lockstep().exitCode);
        assertEquals(2, lockstep("run").exitCode);
        assertEquals(2, lockstep("status").exitCode);
        assertEquals(2, lockstep("status", "-s", "a", "-c", "b").exitCode);
        assertEquals(2, lockstep("promte").exitCode);
        Result until = lockstep("status", "-s", "a", "--until", "solo");
        assertEquals(2, until.exitCode);
        assertTrue(until.err.contains("is solo, expected running, primary, backup or protected"), until.err);
        Result timeout = lockstep("status", "-s", "a", "--until", "running", "--timeout", "5");
        assertEquals(2, timeout.exitCode);
        assertTrue(timeout.err.contains("--timeout is 5, which has no unit"), timeout.err);
        Result help = lockstep("--help");
        assertEquals(0, help.exitCode);
        for (String word : List.of("run", "check-config", "status", "promote", "version", "Exit codes", "refused")) {
            assertTrue(help.out.contains(word), word + " in\n" + help.out);
        }
        for (String command : List.of("run", "check-config", "status", "promote", "version")) {
            assertTrue(lockstep(command, "--help").out.contains("Exit codes"), command);
        }
    }

    @Test
    void shouldShowVersions() {
        Result result = lockstep(new FakeRunner(), "version");

        assertEquals(0, result.exitCode);
        assertTrue(
                result.out.matches("(?s)lockstep \\S+\ncommit   \\S+\nJDK      25.*\nDPDK     22.11.7\n"), result.out);
    }

    private int run(DaemonRunner runner) {
        return lockstep(runner, "run", "-c", config.toString()).exitCode;
    }

    private static Result lockstep(String... args) {
        return lockstep(
                config -> {
                    throw new AssertionError("nothing should run");
                },
                args);
    }

    private static Result lockstep(DaemonRunner runner, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = LockstepCommand.commandLine(runner)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return new Result(commandLine.execute(args), out.toString(), err.toString());
    }
}
