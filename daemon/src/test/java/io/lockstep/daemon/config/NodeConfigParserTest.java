package io.lockstep.daemon.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeConfigParserTest {
    private static final Path FILE = Path.of("/etc/lockstep/a.yaml");

    private static final String MINIMAL = """
            node: { name: a, role: primary }
            ports:
              - { name: lan, device: net_null0 }
            functions:
              - { name: nat, plugin: nat.jar }
            """;

    private static final String FULL = """
            node:
              name: node-a
              role: backup
              workers: 2
              owners: 3
              threads: dedicated
              cores: [2, 3, 4, 5, 6, 7]
              idle: busy-spin
              in-flight: 1024
              max-accesses: 16
              random-secret: 0xfeedfacecafebeef
              admin-socket: /tmp/a.sock
              state-dir: /tmp/state
            dpdk:
              eal: ["--in-memory", "--no-pci"]
              huge-pages: false
              memory-mb: 512
              pool-buffers: 65536
              buffer-bytes: 4096
            ports:
              - name: lan
                device: net_af_packet0
                vdev: "net_af_packet0,iface=lan0"
                address: 10.0.0.1/24
                additional-addresses: [203.0.113.2]
                gateway: 10.0.0.254
                mac: 02:00:00:00:00:01
                promiscuous: true
                mtu: 1400
                peer: wan
                rx-descriptors: 512
                tx-descriptors: 2048
                chain: [nat]
              - name: wan
                device: 0000:03:00.0
            functions:
              - name: fw
                plugin: ../plugins/fw.jar
              - name: nat
                plugin: /usr/share/lockstep/plugins/lockstep-nat.jar
                type: nat
                owner: 2
                config: { inside: lan }
            replication:
              listen: 192.168.7.2:7400
              peer: "[fd00::1]:7400"
              release: primary
              log-mb: 32
              heartbeat: 50ms
              peer-timeout: 1s500ms
              on-backup-loss: hold
              lag-timeout: 2s500ms
              wait-for-backup: 30s
              digest-interval: 20ms
            hooks:
              on-promote: promote.sh
            logging: { level: debug }
            """;

    @Test
    void shouldReadEveryKey() throws ConfigException {
        NodeConfig config = NodeConfigParser.parse(FILE, FULL);

        assertEquals(
                new NodeSettings(
                        "node-a",
                        Role.BACKUP,
                        2,
                        3,
                        ThreadMode.DEDICATED,
                        List.of(2, 3, 4, 5, 6, 7),
                        IdleMode.BUSY_SPIN,
                        1024,
                        16,
                        OptionalLong.of(0xfeedfacecafebeefL),
                        Path.of("/tmp/a.sock"),
                        Path.of("/tmp/state")),
                config.node());
        assertEquals(
                new DpdkSettings(
                        List.of("--in-memory", "--no-pci"), false, OptionalInt.of(512), OptionalInt.of(65536), 4096),
                config.dpdk());
        assertEquals(
                new PortSettings(
                        0,
                        "lan",
                        "net_af_packet0",
                        Optional.of("net_af_packet0,iface=lan0"),
                        Optional.of(new Ipv4Prefix(0x0a000001, 24)),
                        List.of(0xcb007102),
                        OptionalInt.of(0x0a0000fe),
                        Optional.of(new MacAddress(0x020000000001L)),
                        true,
                        1400,
                        Optional.of("wan"),
                        512,
                        2048,
                        List.of("nat")),
                config.ports().get(0));
        assertEquals(
                new ReplicationSettings(
                        new Endpoint("192.168.7.2", 7400),
                        new Endpoint("fd00::1", 7400),
                        ReleaseHome.PRIMARY,
                        32,
                        Duration.ofMillis(50),
                        Duration.ofMillis(1500),
                        BackupLoss.HOLD,
                        Duration.ofMillis(2500),
                        Optional.of(Duration.ofSeconds(30)),
                        Optional.of(Duration.ofMillis(20))),
                config.replication().orElseThrow());
        FunctionSettings nat = config.functions().get(1);
        assertEquals(Optional.of("nat"), nat.type());
        assertEquals(2, nat.owner());
        assertEquals("lan", config.nfConfig(nat).port("inside").name());
        assertEquals(
                Optional.of(Path.of("/etc/lockstep/promote.sh")), config.hooks().onPromote());
        assertEquals(LogLevel.DEBUG, config.logging().level());
    }

    @Test
    void shouldFillInDefaults() throws ConfigException {
        NodeConfig config = NodeConfigParser.parse(FILE, MINIMAL);

        assertEquals(Path.of("/run/lockstep/a.sock"), config.node().adminSocket());
        assertEquals(1, config.node().workers());
        assertEquals(256, config.node().inFlight());
        assertEquals(DpdkSettings.defaults(), config.dpdk());
        assertEquals(8191, config.poolBuffers());
        assertTrue(config.ports().getFirst().promiscuous(), "a transparent port receives every frame");
        assertEquals(List.of("nat"), config.ports().getFirst().chain());
        assertEquals(OptionalInt.empty(), config.peerIndex(config.ports().getFirst()));
        assertTrue(config.replication().isEmpty());
    }

    @Test
    void shouldResolveNamesToIndexes() throws ConfigException {
        NodeConfig config = NodeConfigParser.parse(FILE, FULL);
        PortSettings lan = config.ports().get(0);
        PortSettings wan = config.ports().get(1);

        assertEquals(OptionalInt.of(1), config.peerIndex(lan));
        assertEquals(OptionalInt.of(0), config.peerIndex(wan), "two ports are each other's peers");
        assertArrayEquals(new int[] {1}, config.chainIndexes(lan));
        assertArrayEquals(new int[] {0, 1}, config.chainIndexes(wan));
        assertEquals(List.of(0x0a000001, 0xcb007102), lan.info().addresses());
        assertEquals(24, lan.info().prefixLength());
        assertTrue(wan.info().transparent());
    }

    @Test
    void shouldStartRelativePathsAtTheFilesFolder() throws ConfigException {
        NodeConfig config = NodeConfigParser.parse(FILE, FULL);

        assertEquals(
                Path.of("/etc/plugins/fw.jar"), config.functions().getFirst().plugin());
    }

    @Test
    void shouldGiveCoresToWorkersThenOwnersThenChannels() throws ConfigException {
        NodeSettings node = NodeConfigParser.parse(FILE, FULL).node();

        assertEquals(OptionalInt.of(3), node.workerCore(1));
        assertEquals(OptionalInt.of(4), node.ownerCore(0));
        assertEquals(OptionalInt.of(7), node.channelCore(0));
        assertEquals(OptionalInt.empty(), node.channelCore(1));
    }

    @Test
    void shouldComputeThePoolFromDescriptorsAndPacketsInFlight() throws ConfigException {
        String text = MINIMAL.replace("role: primary", "role: primary, workers: 4, in-flight: 4096");

        // 4 x (1024 + 1024 + 2 x 4096 + 1024) = 45056, next 2^n - 1
        assertEquals(65535, NodeConfigParser.parse(FILE, text).poolBuffers());
    }

    @Test
    void shouldComputeThePoolWithRoomForHeldPacketsWhenThePrimaryReleases() throws ConfigException {
        String text = MINIMAL.replace("role: primary", "role: primary, in-flight: 4096")
                + "replication: { listen: a:7400, peer: b:7400, release: %s }\n";

        // 2048 descriptors, 1280 waiting, 2 x 4096 in flight, 1024 in caches; and 8 x 4096 held
        assertEquals(
                16383, NodeConfigParser.parse(FILE, text.formatted("backup")).poolBuffers());
        assertEquals(
                65535, NodeConfigParser.parse(FILE, text.formatted("primary")).poolBuffers());
    }

    @Test
    void shouldTakeEnoughMemoryForThePoolWithoutHugepages() throws ConfigException {
        assertEquals(OptionalInt.empty(), NodeConfigParser.parse(FILE, MINIMAL).memoryMb());
        NodeConfig config =
                NodeConfigParser.parse(FILE, MINIMAL + "dpdk: { huge-pages: false, pool-buffers: 65536 }\n");

        assertEquals(OptionalInt.of(65536 * (2048 + 128 + 256) / (1 << 20) + 1 + 64), config.memoryMb());
    }

    @Test
    void shouldNameTheFileWhenItIsMissing(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");

        ConfigException e = assertThrows(ConfigException.class, () -> NodeConfigParser.parse(file));

        assertEquals(file + ":1:1: there is no such file, expected a configuration file", e.getMessage());
    }

    @Test
    void shouldPointAtBytesThatAreNotUtf8(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "node:\n  name: é\n".getBytes(StandardCharsets.ISO_8859_1));

        ConfigException e = assertThrows(ConfigException.class, () -> NodeConfigParser.parse(file));

        assertEquals(file + ":2:9: not UTF-8 text, expected the file in UTF-8", e.getMessage());
    }

    @Test
    void shouldSurviveAnyTruncation() {
        for (int length = 0; length < FULL.length(); length++) {
            String text = FULL.substring(0, length);
            try {
                NodeConfigParser.parse(FILE, text);
            } catch (ConfigException e) {
                assertTrue(e.getMessage().startsWith(FILE + ":"), e.getMessage());
            }
        }
    }

    @Test
    void shouldSurviveAnyMissingLine() {
        List<String> lines = FULL.lines().toList();
        for (int without = 0; without < lines.size(); without++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                text.append(i == without ? "" : lines.get(i) + "\n");
            }
            try {
                NodeConfigParser.parse(FILE, text.toString());
            } catch (ConfigException e) {
                assertTrue(!e.problems().isEmpty(), "line " + without);
            }
        }
    }
}
