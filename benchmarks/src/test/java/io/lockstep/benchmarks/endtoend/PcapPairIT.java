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
 * with what the solo node releases up to the packets in flight, and the NAT breaks no word. With either home of release.
 */
class PcapPairIT {
    /** The MAC addresses that net_pcap gives its first and second device: the same on each node. */
    private static final long LAN_MAC = 0x0270_6361_7000L;

    private static final long WAN_MAC = 0x0270_6361_7001L;

    @ParameterizedTest(name = "seed {0}, {1} workers, threads {2}, release: {3}")
    @CsvSource({
        "1, 1, shared, backup",
        "2, 1, shared, backup",
        "3, 2, shared, backup",
        "4, 2, shared, backup",
        "5, 2, dedicated, backup",
        "6, 1, shared, primary",
        "7, 2, shared, primary"
    })
    void shouldAgreeWithSoloNodeWhenPrimaryIsKilledAtRandomRecord(
            long seed, int workers, String threads, String release) throws Exception {
        Traffic traffic = new Traffic(seed, workers, LAN_MAC, WAN_MAC);
        try (Workbench bench = new Workbench()) {
            runSolo(bench, traffic, workers);
            Run run = runPair(bench, traffic, workers, threads, release, seed);
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

    /** The releasing node's status just before the primary was killed, and the backup's at the end. */
    private record Run(boolean byPrimary, NodeStatus beforeKill, NodeStatus end) {}

    private static Run runPair(Workbench bench, Traffic traffic, int workers, String threads, String release, long seed)
            throws Exception {
        boolean byPrimary = release.equals("primary");
        NodeYaml[] configs = bench.pair();
        for (NodeYaml config : configs) {
            Traffic.configure(config.node("workers", workers).node("threads", threads))
                    .dpdk("pool-buffers", 32_767)
                    .replication("release", release)
                    .replication("digest-interval", "1ms");
            traffic.devices(config, bench.folder(), true);
        }
        int pass = traffic.outbound() + traffic.inbound();
        long killAt = 1 + new Random(~seed).nextLong(2L * pass);

        NodeProcess backup = bench.start(configs[1]);
        NodeProcess primary = bench.start(configs[0]);
        NodeStatus before = backup.awaitStatus(
                "has executed record " + killAt + ", and a late one after it has compared all state",
                status -> records(status) >= killAt
                        && (killAt <= pass || status.owners().getFirst().digestPasses() > 0));
        if (byPrimary) {
            assertEquals(0, sent(before), () -> "the backup has released: " + backup.dump());
            before = primary.status();
        }
        primary.kill9();
        NodeStatus atLoss = backup.awaitState("primary-lost");
        System.out.println("state compared: " + atLoss.owners());
        PromoteResult promoted = backup.promote(PromotionKind.TAKEOVER);
        assertTrue(promoted.accepted(), () -> promoted + backup.dump());
        NodeStatus end = backup.awaitStatus(
                "has released two more passes",
                status -> status.state().equals("solo") && sent(status) >= sent(atLoss) + 3L * pass);
        end.drops().keySet().stream()
                .filter(reason -> !reason.equals("not-primary")
                        && !reason.equals("takeover")
                        && !reason.startsWith("nat.")
                        && !reason.equals("malformed-frame"))
                .forEach(reason -> fail("the backup lost packets: " + reason + "\n" + backup.dump()));
        assertEquals(0, backup.terminate(), backup::dump);
        return new Run(byPrimary, before, end);
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
            if (run.byPrimary()) {
                Iterable<byte[]> frames = PcapFile.readUpToCut(Traffic.output(folder, "a", port, queue));
                ReleasedStream before = stream(traffic, pass, frames, outside, ofPair);
                assertEquals(0, before.afterBreak(), () -> "a primary that loses nothing: " + before);
                replayed += before.beforeBreak();
            }
            Iterable<byte[]> frames = PcapFile.read(Traffic.output(folder, "b", port, queue));
            ReleasedStream stream = stream(traffic, pass, frames, outside, ofPair);
            System.out.println(port + " queue " + queue + ": " + stream);
            replayed += run.byPrimary() ? 0 : stream.beforeBreak();
            all += stream.beforeBreak() + stream.afterBreak();
        }
        assertTrue(
                replayed >= sent(run.beforeKill(), port),
                replayed + " frames agree with the solo node's; released before: " + sent(run.beforeKill(), port));
        assertTrue(all >= sent(run.end(), port), all + " frames in the captures of port " + port + ": " + run.end());
        assertEquals(ofSolo.flows(), ofPair.flows(), "flows that left port " + port);
    }

    private static ReleasedStream stream(
            Traffic traffic, List<byte[]> pass, Iterable<byte[]> frames, boolean outside, MappingCheck mappings) {
        ReleasedStream stream = new ReleasedStream(pass);
        for (byte[] frame : frames) {
            if (IpFrame.isIpv4(frame)) {
                stream.add(outside ? comparable(traffic, mappings, frame) : frame);
            }
        }
        return stream;
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
