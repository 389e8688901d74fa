package io.lockstep.daemon;

import io.lockstep.daemon.cli.ExitCode;
import io.lockstep.daemon.cli.LockstepCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code bin/lockstep-make-cache} runs: the client commands once each against a stand-in for a daemon, so that the JVM sees which
 * classes they need and can keep them, loaded and linked, in its AOT cache.
 */
public final class StartupTraining {
    private static final String STATUS = """
            {"ok":true,"result":{"name":"a","version":"0","pid":1,"startedAtUs":1,"role":"backup","state":"in-sync","epoch":1,\
            "protection":"protected","reason":"training","promotion":{"acceptedAtUs":1,"epochSavedAtUs":1,"drainedAtUs":1,"primaryAtUs":2,"firstReleaseAtUs":3},\
            "ports":[{"name":"lan","device":"net_null0","mac":"","address":"","linkUp":true,"rxPackets":1,"txPackets":1,\
            "missedPackets":0}],"workers":[{"index":0,"inFlight":0,"held":0,"heldBack":0,"records":1,"acknowledged":1,\
            "logBytesUsed":0,"logBytes":1}],"owners":[{"index":0,"accesses":1,"parked":0,"stateBytes":1,"digestChecks":0,\
            "digestPasses":0}],"channels":[{"worker":0,"state":"streaming","peer":"","connections":1,"refused":0,"malformed":0,\
            "lastProblem":""}],"counts":{"received":1,"timers":0,"replayed":0,"emitted":0,"released":1,"done":0,"left":0},\
            "drops":{"x":1}}}
            """;
    private static final String PROMOTED = """
            {"ok":true,"result":{"accepted":true,"message":"training","epoch":2,"acceptedAtUs":1,"primaryAtUs":2}}
            """;

    private StartupTraining() {}

    /** Runs the commands; throws when one of them fails, since then the cache would lack what it needs. */
    public static void main(String[] args) throws IOException {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(silent);
        Path folder = Files.createTempDirectory("lockstep-training");
        Path socket = folder.resolve("a.sock");
        Path config = folder.resolve("a.yaml");
        try {
            Files.writeString(config, """
                    node: { name: a, role: backup, admin-socket: a.sock }
                    ports: [{ name: lan, device: net_null0, address: 10.0.0.1/24 }, { name: wan, device: net_null1 }]
                    functions: [{ name: nat, plugin: nat.jar, config: { size: 3 } }]
                    replication: { listen: "127.0.0.1:7400", peer: "127.0.0.1:7500" }
                    """);
            DaemonRunner node = Main.node();
            command(node, "version");
            command(node, "check-config", "--no-plugins", config.toString());
            asked(socket, STATUS, node, "status", "--config", config.toString());
            asked(socket, STATUS, node, "status", "--socket", socket.toString(), "--json");
            asked(socket, PROMOTED, node, "promote", "--config", config.toString());
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(config);
            Files.delete(folder);
        }
        System.exit(ExitCode.OK); // as a command does, which needs classes too
    }

    private static void command(DaemonRunner node, String... args) {
        int code = LockstepCommand.execute(node, args);
        if (code != ExitCode.OK) {
            throw new IllegalStateException("lockstep " + String.join(" ", args) + " has ended with exit code " + code);
        }
    }

    private static void asked(Path socket, String answer, DaemonRunner node, String... args) throws IOException {
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread daemon = Thread.ofPlatform().daemon().name("stand-in").start(() -> answer(server, answer));
            command(node, args);
            daemon.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while training", e);
        }
    }

    private static void answer(ServerSocketChannel server, String answer) {
        try (SocketChannel client = server.accept()) {
            client.read(ByteBuffer.allocate(4096)); // one short line, which comes whole
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("the stand-in for a daemon has failed", e);
        }
    }
}
