package io.lockstep.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What one test works with: a folder, TCP ports, daemons. Closing it leaves nothing behind. */
final class Workbench implements AutoCloseable {
    /** Small and quick to start; a test's daemons share few cores. */
    private static final String JAVA_OPTIONS =
            "-Xms64m -Xmx128m -XX:-AlwaysPreTouch -XX:-UseTransparentHugePages -XX:TieredStopAtLevel=1 -Xshare:auto";

    private static final Path DPDK_RUNTIME = Path.of("/var/run/dpdk");

    private final Path home = Path.of(System.getProperty("lockstep.home", "../daemon/target/lockstep"))
            .toAbsolutePath()
            .normalize();
    private final Path folder;
    private final String run;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Thread atExit = new Thread(this::closeAtExit, "close-workbench");
    private int started;

    Workbench() throws IOException {
        if (!Files.isExecutable(home.resolve("bin/lockstep"))) {
            throw new IOException("there is no " + home.resolve("bin/lockstep")
                    + ": build the distribution first (mvn package), or name it with -Dlockstep.home=FOLDER");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IOException("these tests need root: DPDK's devices and mount namespaces do");
        }
        folder = Files.createTempDirectory("lockstep-it-");
        run = folder.getFileName().toString();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Path folder() {
        return folder;
    }

    Path natPlugin() {
        return home.resolve("plugins/lockstep-nat.jar");
    }

    /** A node without a pair. */
    NodeYaml solo(String name) {
        return new NodeYaml(name, "primary", folder.resolve(name + ".sock"), natPlugin())
                .eal("--file-prefix=" + run + "-" + name);
    }

    /** The nodes a (primary) and b (backup) of a pair on the loopback. */
    NodeYaml[] pair() {
        int base = freePorts(8);
        String a = "127.0.0.1:" + base;
        String b = "127.0.0.1:" + (base + 4);
        return new NodeYaml[] {
            inPair(solo("a").node("role", "primary"), a, b), inPair(solo("b").node("role", "backup"), b, a)
        };
    }

    /** Gives a node its place in a pair; patient, so that a busy machine does not look like a dead peer. */
    static NodeYaml inPair(NodeYaml node, String listen, String peer) {
        return node.replication("listen", listen)
                .replication("peer", peer)
                .replication("log-mb", 1)
                .replication("peer-timeout", "20s");
    }

    /** Starts {@code lockstep run}. */
    NodeProcess start(NodeYaml config) throws IOException {
        return start(config, List.of());
    }

    /** Starts {@code lockstep run} behind a command that ends in an exec, such as {@code unshare -m sh -c ...}. */
    NodeProcess start(NodeYaml config, List<String> before) throws IOException {
        Path file = Files.writeString(folder.resolve(config.name() + ".yaml"), config.text());
        Path output = folder.resolve(config.name() + "-" + started++ + ".log");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(home.resolve("bin/lockstep").toString(), "run", "-c", file.toString()));
        NodeProcess node = new NodeProcess(config.name(), process(command, output), output, config.socket());
        nodes.add(node);
        return node;
    }

    /** Runs another {@code lockstep} command to its end. */
    Answer lockstep(String... arguments) throws Exception {
        Path output = folder.resolve("command-" + started++ + ".log");
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/lockstep").toString()));
        command.addAll(List.of(arguments));
        try (NodeProcess process =
                new NodeProcess("command", process(command, output), output, folder.resolve("no.sock"))) {
            return new Answer(process.awaitExit(), process.output());
        }
    }

    /** What a command answered. */
    record Answer(int exitCode, String output) {}

    private Process process(List<String> command, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LOCKSTEP_JAVA_OPTS", JAVA_OPTIONS);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.directory(folder.toFile())
                .redirectOutput(output.toFile())
                .start();
    }

    /** The first of so many consecutive TCP ports that nobody listens on, below those that the kernel hands out. */
    static int freePorts(int count) {
        while (true) {
            int base = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            if (allFree(base, count)) {
                return base;
            }
        }
    }

    private static boolean allFree(int base, int count) {
        for (int port = base; port < base + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private void killAll() {
        nodes.forEach(NodeProcess::close);
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        clear();
    }

    /** The test run was interrupted. */
    private void closeAtExit() {
        try {
            clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void clear() throws IOException {
        killAll();
        delete(folder);
        if (Files.isDirectory(DPDK_RUNTIME)) {
            try (Stream<Path> left = Files.list(DPDK_RUNTIME)) {
                for (Path path : left.toList()) {
                    if (path.getFileName().toString().startsWith(run + "-")) {
                        delete(path);
                    }
                }
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            paths.sorted(java.util.Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
