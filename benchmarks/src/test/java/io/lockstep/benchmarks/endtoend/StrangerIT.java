package io.lockstep.benchmarks.endtoend;

import static io.lockstep.benchmarks.endtoend.Statuses.connections;
import static io.lockstep.benchmarks.endtoend.Statuses.hasProblem;
import static io.lockstep.benchmarks.endtoend.Statuses.malformed;
import static io.lockstep.benchmarks.endtoend.Statuses.records;
import static io.lockstep.benchmarks.endtoend.Statuses.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever else comes to the replication ports of a protected pair is turned away and counted, and the pair does not notice. */
class StrangerIT {
    private static final int FLOOD = 100;

    private Workbench bench;
    private NodeYaml[] configs;
    private NodeProcess primary;
    private NodeProcess backup;
    private NodeStatus primaryBefore;
    private NodeStatus backupBefore;

    @BeforeEach
    void startPair() throws Exception {
        bench = new Workbench();
        configs = bench.pair();
        primary = bench.start(configs[0]);
        backup = bench.start(configs[1]);
        primaryBefore = primary.awaitState("protected");
        backupBefore = backup.awaitState("in-sync");
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldCountGarbageAsMalformedOnBothNodes() throws Exception {
        byte[] garbage = new byte[4096];
        new Random(7).nextBytes(garbage);
        ByteBuffer.wrap(garbage).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x7fff_ffff); // a frame of two gigabytes
        for (byte[] bytes :
                List.of(garbage, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
            talkRubbish(primary, configs[0], bytes);
            talkRubbish(backup, configs[1], bytes);
        }
        assertUndisturbed();
    }

    @Test
    void shouldTurnAwayHalfAHello() throws Exception {
        try (Socket stranger = connect(configs[0])) {
            stranger.getOutputStream().write(startOfHello());
            primary.awaitStatus("has refused", status -> refused(status) > refused(primaryBefore));
            awaitClosed(stranger);
        }
        assertUndisturbed();
    }

    @Test
    void shouldTurnAwayASlowLoris() throws Exception {
        byte[] hello = startOfHello();
        try (Socket stranger = connect(configs[0])) {
            int[] sent = new int[1];
            primary.awaitStatus("has refused", status -> {
                sendByte(stranger, hello, sent[0]++);
                return refused(status) > refused(primaryBefore);
            });
            awaitClosed(stranger);
        }
        assertUndisturbed();
    }

    @Test
    void shouldSurviveAFloodOfConnections() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < FLOOD; i++) {
                strangers.add(connect(configs[0]));
            }
            primary.awaitStatus("has refused them", status -> refused(status) >= refused(primaryBefore) + FLOOD);
            for (Socket stranger : strangers) {
                awaitClosed(stranger);
            }
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
        assertUndisturbed();
    }

    @Test
    void shouldTurnAwayASecondBackup() throws Exception {
        int port = Workbench.freePorts(1);
        NodeYaml config = Workbench.inPair(
                bench.solo("c").node("role", "backup"),
                "127.0.0.1:" + port,
                configs[1].replication("peer").toString());
        NodeProcess second = bench.start(config);
        NodeStatus refusedOne =
                second.awaitStatus("is refused", status -> hasProblem(status, "is attached; a pair has one"));
        assertEquals("joining", refusedOne.state(), second::dump);
        primary.awaitStatus("has refused it", status -> refused(status) > refused(primaryBefore));
        Workbench.Answer promote =
                bench.lockstep("promote", "-s", config.socket().toString());
        assertEquals(ExitCode.REFUSED, promote.exitCode(), promote::output);
        assertUndisturbed();
        assertEquals(0, second.terminate(), second::dump);
        assertUndisturbed();
    }

    /** The pair is the one it was, on the connections that it had, and timers go on being replicated and acknowledged. */
    private void assertUndisturbed() throws Exception {
        NodeStatus now = primary.status();
        assertEquals("protected", now.state(), primary::dump);
        assertEquals("in-sync", backup.status().state(), backup::dump);
        NodeStatus later = primary.awaitStatus(
                "streams", status -> records(status) > records(now) && acknowledged(status) > records(now));
        NodeStatus backupLater = backup.awaitStatus("replays", status -> records(status) > records(now));
        assertEquals("protected", later.state(), primary::dump);
        assertEquals(connections(primaryBefore), connections(later), primary::dump);
        assertEquals(connections(backupBefore), connections(backupLater), backup::dump);
        assertEquals(primaryBefore.epoch(), later.epoch(), primary::dump);
    }

    private static long acknowledged(NodeStatus status) {
        return status.workers().stream()
                .mapToLong(NodeStatus.Worker::acknowledged)
                .sum();
    }

    private static void talkRubbish(NodeProcess node, NodeYaml config, byte[] bytes) throws Exception {
        long before = malformed(node.status());
        try (Socket stranger = connect(config)) {
            stranger.getOutputStream().write(bytes);
            node.awaitStatus("has counted it as malformed", status -> malformed(status) > before);
            awaitClosed(stranger);
        }
    }

    /** The first 40 bytes of a HELLO that says it has 100. docs/wire-protocol.md, sections "Frame header" and "HELLO". */
    private static byte[] startOfHello() {
        ByteBuffer hello = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        hello.putInt(100).put((byte) 1).put((byte) 1).putShort((short) 0).putInt(0);
        return hello.put("LOCKSTEP".getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static void sendByte(Socket stranger, byte[] bytes, int index) {
        try {
            if (index < bytes.length) {
                stranger.getOutputStream().write(bytes[index]);
            }
        } catch (IOException e) {
            // The node has closed already; the test looks at its counter.
        }
    }

    private static Socket connect(NodeYaml config) throws IOException {
        String listen = config.replication("listen").toString();
        int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** Reads, whatever the node may have said, to the end of the connection. */
    private static void awaitClosed(Socket stranger) throws IOException {
        stranger.setSoTimeout((int) Await.BOUND.toMillis());
        try {
            while (stranger.getInputStream().read() >= 0) {
                // A REFUSE frame.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the node keeps the stranger's connection open", e);
        } catch (IOException e) {
            // Reset: closed as well.
        }
    }
}
