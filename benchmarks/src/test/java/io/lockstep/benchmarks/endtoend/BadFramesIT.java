package io.lockstep.benchmarks.endtoend;

import static io.lockstep.benchmarks.endtoend.Statuses.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.daemon.admin.NodeStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Frames that no network function can do anything with are lost under a name, and those around them are not. */
class BadFramesIT {
    private static final long LAN_MAC = 0x0270_6361_7000L; // what net_pcap gives its first device
    private static final int HOST = Frames.address("10.0.0.10");
    private static final int REMOTE = Frames.address("198.51.100.1");

    @Test
    void shouldCountBadFramesByReasonAndReleaseTheGoodOnesAroundThem() throws Exception {
        byte[] good = udp(LAN_MAC, 32);
        byte[] ipv6 = good.clone();
        ipv6[12] = (byte) 0x86;
        ipv6[13] = (byte) 0xdd;
        byte[] shortHeader = good.clone();
        shortHeader[Frames.ETHERNET_BYTES] = 0x42;
        List<byte[]> bad = List.of(
                Arrays.copyOf(good, 9),
                Arrays.copyOf(good, Frames.ETHERNET_BYTES + 11),
                ipv6,
                shortHeader,
                udp(LAN_MAC + 9, 32),
                udp(LAN_MAC, 4000));
        List<byte[]> lan = new ArrayList<>();
        for (byte[] frame : bad) {
            lan.add(good);
            lan.add(frame);
        }
        lan.add(good);
        try (Workbench bench = new Workbench()) {
            NodeYaml config = bench.solo("n");
            config.lanDevice(
                    "net_pcap0", "rx_pcap=" + PcapFile.write(bench.folder().resolve("lan.pcap"), lan));
            config.wanDevice(
                    "net_pcap1", "rx_pcap=" + PcapFile.write(bench.folder().resolve("wan.pcap"), gateway()));
            NodeProcess node = bench.start(config);
            NodeStatus end = node.awaitStatus(
                    "has seen all", status -> sent(status, "wan") + Statuses.lost(status) >= lan.size());
            assertEquals(bad.size() + 1, sent(end, "wan"), node::dump);
            assertEquals(
                    Map.of(
                            "malformed-frame", 1L,
                            "nat.truncated", 1L,
                            "nat.unsupported-ethertype", 1L,
                            "nat.malformed", 1L,
                            "not-for-us", 1L,
                            "oversized", 1L),
                    end.drops(),
                    node::dump);
            assertEquals(0, node.terminate(), node::dump);
        }
    }

    private static byte[] udp(long mac, int payloadBytes) {
        return Frames.udp(mac, HOST, 4000, REMOTE, 53, 1, new byte[payloadBytes]);
    }

    private static List<byte[]> gateway() {
        return List.of(Frames.arpRequest(Frames.address(Frames.GATEWAY), Frames.address(Frames.WAN_NODE)));
    }
}
