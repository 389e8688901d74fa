package io.lockstep.benchmarks.endtoend;

import static io.lockstep.benchmarks.endtoend.Statuses.lost;
import static io.lockstep.benchmarks.endtoend.Statuses.records;
import static io.lockstep.benchmarks.endtoend.Statuses.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same capture through one solo node and through a pair whose primary is killed at a random record: what the pair releases agrees
 * with what the solo node releases up to the packets in flight, and the NAT breaks no word.
 */
class PcapPairIT {
    /** The MAC addresses that net_pcap gives its first and second device: the same on each node. */
    private static final long LAN_MAC = 0x0270_6361_7000L;

    private static final long WAN_MAC = 0x0270_6361_7001L;

    @ParameterizedTest(name = "seed {0}, {1} workers, threads {2}")
    @CsvSource({"1, 1, shared", "2, 1, shared", "3, 2, shared", "4, 2, shared", "5, 2, dedicated"})
    void shouldAgreeWithSoloNodeWhenPrimaryIsKilledAtRandomRecord(long seed, int workers, String threads)
            throws Exception {
        Traffic traffic = new Traffic(seed, workers, LAN_MAC, WAN_MAC);
        try (Workbench bench = new Workbench()) {
            runSolo(bench, traffic, workers);
            Run run = runPair(bench, traffic, workers, threads, seed);
            compare(bench.folder(), traffic, run, "lan");
            compare(bench.folder(), traffic, run, "wan");
        } catch (Throwable e) {
            throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static void runSolo(Workbench bench, Traffic traffic, int workers) throws Exception {
        NodeYaml config = Traffic.configure(bench.solo("solo").node("workers", workers));
        traffic.devices(config, bench.folder(), false);
        NodeProcess solo = bench.start(config);
        NodeStatus end = solo.awaitStatus(
                "has released all",
                status -> sent(status, "wan") >= traffic.outbound() && sent(status, "lan") >= traffic.inbound());
        assertEquals(traffic.outbound(), sent(end, "wan"), solo::dump);
        assertEquals(traffic.inbound(), sent(end, "lan"), solo::dump);
        NodeStatus all = solo.awaitStatus("has counted the rubbish", status -> lost(status) >= traffic.rubbish());
        assertEquals(traffic.rubbish(), lost(all), solo::dump);
        assertEquals(0, solo.terminate(), solo::dump);
    }

    /** The backup's status just before the primary was killed, and at the end. */
    private record Run(NodeStatus beforeKill, NodeStatus end) {}

    private static Run runPair(Workbench bench, Traffic traffic, int workers, String threads, long seed)
            throws Exception {
        NodeYaml[] configs = bench.pair();
        for (NodeYaml config : configs) {
            Traffic.configure(config.node("workers", workers).node("threads", threads))
                    .dpdk("pool-buffers", 32_767);
            traffic.devices(config, bench.folder(), true);
        }
        int pass = traffic.outbound() + traffic.inbound();
        long killAt = 1 + new Random(~seed).nextLong(2L * pass);

        NodeProcess backup = bench.start(configs[1]);
        NodeProcess primary = bench.start(configs[0]);
        NodeStatus before = backup.awaitStatus("has executed record " + killAt, status -> records(status) >= killAt);
        primary.kill9();
        NodeStatus atLoss = backup.awaitState("primary-lost");
        PromoteResult promoted = backup.promote(PromotionKind.TAKEOVER);
        assertTrue(promoted.accepted(), () -> promoted + backup.dump());
        NodeStatus end = backup.awaitStatus(
                "has released two more passes",
                status -> status.state().equals("solo") && sent(status) >= sent(atLoss) + 3L * pass);
        end.drops().keySet().stream()
                .filter(reason -> !reason.equals("not-primary")
                        && !reason.startsWith("nat.")
                        && !reason.equals("malformed-frame"))
                .forEach(reason -> fail("the backup lost packets: " + reason + "\n" + backup.dump()));
        assertEquals(0, backup.terminate(), backup::dump);
        return new Run(before, end);
    }

    private static void compare(Path folder, Traffic traffic, Run run, String port) {
        boolean outside = port.equals("wan");
        MappingCheck ofSolo = new MappingCheck(traffic);
        MappingCheck ofPair = new MappingCheck(traffic);
        long replayed = 0;
        long all = 0;
        for (int queue = 0; queue < run.end().workers().size(); queue++) {
            List<byte[]> pass = new ArrayList<>();
            for (byte[] frame : released(folder, "solo", port, queue)) {
                pass.add(outside ? comparable(traffic, ofSolo, frame) : frame);
            }
            ReleasedStream stream = new ReleasedStream(pass);
            for (byte[] frame : PcapFile.read(Traffic.output(folder, "b", port, queue))) {
                if (IpFrame.isIpv4(frame)) {
                    stream.add(outside ? comparable(traffic, ofPair, frame) : frame);
                }
            }
            System.out.println(port + " queue " + queue + ": " + stream);
            replayed += stream.beforeBreak();
            all += stream.beforeBreak() + stream.afterBreak();
        }
        assertTrue(
                replayed >= sent(run.beforeKill(), port),
                replayed + " frames agree with the solo node's; released before: " + sent(run.beforeKill(), port));
        assertTrue(all >= sent(run.end(), port), all + " frames in the captures of port " + port + ": " + run.end());
        assertEquals(ofSolo.flows(), ofPair.flows(), "flows that left port " + port);
    }

    private static List<byte[]> released(Path folder, String node, String port, int queue) {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame : PcapFile.read(Traffic.output(folder, node, port, queue))) {
            if (IpFrame.isIpv4(frame)) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** The frame as it is; without its source port where the NAT draws that at random. */
    private static byte[] comparable(Traffic traffic, MappingCheck mappings, byte[] bytes) {
        IpFrame frame = new IpFrame(bytes);
        mappings.add(frame);
        if (!traffic.flowOf(frame).contended()) {
            return bytes;
        }
        assertTrue(
                frame.checksumsAreRight(),
                () -> "checksum of " + java.util.HexFormat.of().formatHex(bytes));
        return frame.withoutSourcePort();
    }
}
