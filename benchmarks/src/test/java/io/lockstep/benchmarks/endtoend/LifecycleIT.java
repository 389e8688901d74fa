package io.lockstep.benchmarks.endtoend;

import static io.lockstep.benchmarks.endtoend.Statuses.records;
import static io.lockstep.benchmarks.endtoend.Statuses.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a daemon starts and ends, who may be promoted when, and what becomes of a node that was replaced. */
class LifecycleIT {
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
    void shouldEndWithCodeZeroAndTakeItsSocketAlongWhenTerminated() throws Exception {
        NodeYaml config = bench.solo("n");
        NodeProcess node = bench.start(config);
        node.awaitState("solo");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config.socket())));
        assertEquals(ExitCode.OK, node.terminate(), node::dump);
        assertFalse(Files.exists(config.socket()), node::dump);
    }

    @Test
    void shouldReplaceTheSocketOfAKilledDaemonAndRefuseThatOfALivingOne() throws Exception {
        NodeYaml config = bench.solo("n");
        NodeProcess killed = bench.start(config);
        killed.awaitState("solo");
        killed.kill9();
        assertTrue(Files.exists(config.socket()), "a killed daemon leaves its socket");

        NodeProcess node = bench.start(config);
        NodeStatus up = node.awaitState("solo");
        assertEquals(node.pid(), up.pid());

        NodeProcess second = bench.start(config);
        assertEquals(ExitCode.FAILED, second.awaitExit(), second::dump);
        second.awaitOutput("a daemon named n is already running at " + config.socket());
        assertEquals(node.pid(), node.status().pid(), "the first goes on");
        assertTrue(Files.exists(config.socket()), "the second did not take the socket along");
        assertEquals(ExitCode.OK, node.terminate(), node::dump);
    }

    @Test
    void shouldRefuseToPromoteAPrimaryAndABackupWhosePrimaryLives() throws Exception {
        NodeYaml[] pair = bench.pair();
        NodeProcess primary = bench.start(pair[0]);
        NodeProcess backup = bench.start(pair[1]);
        primary.awaitState("protected");
        backup.awaitState("in-sync");
        assertRefused(pair[0], "this node is primary already");
        assertRefused(pair[1], "the primary is alive and connected");
        assertEquals("protected", primary.status().state(), primary::dump);
        assertEquals("in-sync", backup.status().state(), backup::dump);
        assertEquals(1, backup.status().epoch());
    }

    @Test
    void shouldFenceTheOldPrimaryWhenItsBackupIsPromotedByForce() throws Exception {
        NodeYaml[] pair = bench.pair();
        Path capture = PcapFile.write(bench.folder().resolve("lan.pcap"), lanFrames());
        Path gateway = PcapFile.write(
                bench.folder().resolve("wan.pcap"),
                List.of(Frames.arpRequest(Frames.address(Frames.GATEWAY), Frames.address(Frames.WAN_NODE))));
        for (NodeYaml config : pair) {
            config.lanDevice("net_pcap0", "rx_pcap=" + capture + ",infinite_rx=1");
            config.wanDevice("net_pcap1", "rx_pcap=" + gateway + ",infinite_rx=1");
        }
        NodeProcess old = bench.start(pair[0]);
        NodeProcess backup = bench.start(pair[1]);
        old.awaitState("protected");
        backup.awaitStatus("releases", status -> sent(status, "wan") > 0);

        Workbench.Answer forced =
                bench.lockstep("promote", "--force", "-s", pair[1].socket().toString());
        assertEquals(ExitCode.OK, forced.exitCode(), () -> forced.output() + backup.dump() + old.dump());
        assertTrue(forced.output().contains("primary in epoch 2"), forced::output);
        NodeStatus fenced = old.awaitState("fenced");
        assertEquals("fenced", fenced.role());
        assertEquals("lost", fenced.protection());
        NodeStatus promoted = backup.awaitState("solo");
        backup.awaitStatus("releases as primary", status -> sent(status, "wan") > sent(promoted, "wan") + 10_000);
        assertEquals(sent(fenced), sent(old.status()), "what the fenced node released: " + old.dump());
        assertRefused(pair[0], "this node is fenced");

        assertEquals(ExitCode.OK, old.terminate(), old::dump);
        NodeProcess restarted = bench.start(pair[0]);
        NodeStatus again = restarted.awaitState("fenced");
        assertEquals(2, again.epoch());
        assertEquals(0, sent(again), restarted::dump);
        assertEquals(0, records(again), restarted::dump);
        assertEquals("solo", backup.status().state(), backup::dump);
        assertEquals(2, backup.status().epoch());
    }

    private void assertRefused(NodeYaml config, String reason) throws Exception {
        Workbench.Answer answer =
                bench.lockstep("promote", "-s", config.socket().toString());
        assertEquals(ExitCode.REFUSED, answer.exitCode(), answer::output);
        assertTrue(answer.output().contains(reason), answer::output);
    }

    private static List<byte[]> lanFrames() {
        int host = Frames.address("10.0.0.10");
        long mac = 0x0270_6361_7000L; // what net_pcap gives its first device
        int remote = Frames.address("198.51.100.1");
        return List.of(
                Frames.arpRequest(host, Frames.address(Frames.LAN_NODE)),
                Frames.udp(mac, host, 4000, remote, 53, 1, new byte[32]),
                Frames.udp(mac, host, 4001, remote, 53, 2, new byte[33]));
    }
}
