package io.lockstep.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden messages: what an operator reads for each mistake. */
final class ConfigErrorsTest {
    private static final Path FILE = Path.of("a.yaml");

    private static final String NODE = "node: { name: a, role: primary }\n";
    private static final String PORTS = """
            ports:
              - { name: lan, device: net_null0 }
              - { name: wan, device: net_null1 }
            """;
    private static final String FUNCTIONS = """
            functions:
              - { name: nat, plugin: nat.jar }
            """;

    @Test
    void shouldReportEveryMistakeInTheOrderOfTheFile() {
        assertErrors(
                """
                node:
                  name: node a
                  role: master
                  workers: 65
                  ownres: 2
                  in-flight: 100
                ports:
                  - name: lan
                    device: net_null0
                    address: 10.0.0.256/24
                    promiscuous: yes
                  - name: lan
                    device: net_null0
                    peer: wan
                functions:
                  - name: nat
                    owner: two
                """,
                "a.yaml:2:9: node.name is node a, expected a name: 1 to 64 letters, digits, '-', '_' or '.',"
                        + " beginning with a letter or digit",
                "a.yaml:3:9: node.role is master, expected primary or backup",
                "a.yaml:4:12: node.workers is 65, expected a whole number from 1 to 64",
                "a.yaml:5:3: unknown key \"ownres\" of node, expected one of name, role, workers, owners, threads, cores,"
                        + " idle, in-flight, max-accesses, random-secret, admin-socket, state-dir; did you mean \"owners\"?",
                "a.yaml:6:14: node.in-flight is 100, expected a power of two from 16 to 65536, such as 64 or 128",
                "a.yaml:10:14: ports[0].address is 10.0.0.256/24, where 256 is more than 255, expected an IPv4 address"
                        + " with prefix length such as 10.0.0.1/24",
                "a.yaml:11:18: ports[0].promiscuous is yes, expected true or false",
                "a.yaml:12:11: ports[1].name is lan, which line 8 has already, expected a name of its own",
                "a.yaml:13:13: ports[1].device is net_null0, which port \"lan\" has already (line 9), expected each"
                        + " device in one port",
                "a.yaml:14:11: ports[1].peer is wan, expected a port of this file: lan; did you mean \"lan\"?",
                "a.yaml:16:5: functions[0].plugin is missing, expected the path of a plugin jar",
                "a.yaml:17:12: functions[0].owner is two, expected a whole number from 0 to 15");
    }

    @Test
    void shouldReportMissingSectionsAndUnknownOnes() {
        assertErrors(
                "nodes: { name: a }\nlogging: { level: info }\n",
                "a.yaml:1:1: unknown key \"nodes\", expected one of node, dpdk, ports, functions, replication, metrics, hooks,"
                        + " logging; did you mean \"node\"?",
                "a.yaml:1:1: ports is missing, expected a list of at least one port",
                "a.yaml:1:1: functions is missing, expected a list of at least one function");
    }

    @Test
    void shouldReportAMistypedRequiredKeyOnce() {
        assertErrors(
                NODE + "ports: [{ name: lan, devise: net_null0 }]\n" + FUNCTIONS,
                "a.yaml:2:22: unknown key \"devise\" of ports[0], expected one of name, device, vdev, address,"
                        + " additional-addresses, gateway, mac, promiscuous, mtu, peer, rx-descriptors, tx-descriptors,"
                        + " chain; did you mean \"device\"?");
    }

    @Test
    void shouldReportWrongShapes() {
        assertErrors(
                "node: primary\nports: { lan: eth0 }\nfunctions: []\n",
                "a.yaml:1:7: node is primary, expected a section of keys and values",
                "a.yaml:2:8: ports is a section, expected a list of at least one port",
                "a.yaml:3:12: functions is an empty list, expected a list of at least one function");
        assertErrors(
                "node: { name: , role: [primary], workers: \"2\" }\n" + PORTS + "  - lan\n" + FUNCTIONS,
                "a.yaml:1:14: node.name is empty, expected a name: 1 to 64 letters, digits, '-', '_' or '.', beginning"
                        + " with a letter or digit",
                "a.yaml:1:23: node.role is a list, expected primary or backup",
                "a.yaml:1:43: node.workers is \"2\", expected a whole number from 1 to 64 without quotes",
                "a.yaml:5:5: ports[2] is lan, expected a section of keys and values");
    }

    @Test
    void shouldReportDuplicateKeys() {
        assertErrors(
                NODE + PORTS + FUNCTIONS + "node: { name: b, role: backup }\nlogging: { level: info, level: warn }\n",
                "a.yaml:7:1: key \"node\" is already on line 1, expected each key once",
                "a.yaml:8:25: key \"level\" of logging is already on line 8, expected each key once");
    }

    @Test
    void shouldReportWhatIsNotYaml() {
        assertErrors(
                "node:\n\tname: a\n",
                "a.yaml:2:1: not valid YAML, found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB)"
                        + " for indentation) while scanning for the next token; expected YAML 1.2 indented with spaces");
        assertErrors(
                "node: { name: a\nports: []\n",
                "a.yaml:2:6: not valid YAML, expected ',' or '}', but got : while parsing a flow mapping; expected YAML 1.2"
                        + " indented with spaces");
        assertErrors("", "a.yaml:1:1: the file is empty, expected sections node, ports and functions");
        assertErrors("# nothing\n", "a.yaml:1:1: the file is empty, expected sections node, ports and functions");
        assertErrors("- a\n", "a.yaml:1:1: the file is a list, expected sections node, ports and functions");
        assertErrors(
                NODE + PORTS + FUNCTIONS + "---\nnode: {}\n",
                "a.yaml:7:1: a second document begins, expected one document in the file");
        assertErrors(
                "node:\n  name: \u0007\n",
                "a.yaml:2:9: not valid YAML, the character U+0007 is not allowed; expected printable text");
    }

    @Test
    void shouldRefuseAnchorsAliasesTagsAndDeepNesting() {
        assertErrors(
                "node: &n { name: a, role: primary }\nlogging: *n\n" + PORTS + FUNCTIONS,
                "a.yaml:1:7: anchor &n, expected none: anchors are not supported",
                "a.yaml:2:10: an alias, expected the value itself: aliases are not supported");
        assertErrors(
                "node: { name: !!str a, role: primary }\n" + PORTS + FUNCTIONS,
                "a.yaml:1:15: tag tag:yaml.org,2002:str, expected a value without a tag");
        assertErrors("node: " + "[".repeat(100_000), "a.yaml:1:23: nested deeper than 16, expected a flatter section");
    }

    @Test
    void shouldCheckCores() {
        assertErrors(
                "node: { name: a, role: primary, workers: 2, cores: [1, 2] }\n" + PORTS + FUNCTIONS,
                "a.yaml:1:52: node.cores has 2 CPUs, expected 3 (2 workers, 1 owners) to 5 (2 more for the workers'"
                        + " channels)");
        assertErrors(
                "node: { name: a, role: primary, cores: [1, 1] }\n" + PORTS + FUNCTIONS,
                "a.yaml:1:40: node.cores names a CPU twice, expected each once");
        assertErrors(
                "node: { name: a, role: primary, threads: shared, cores: [1, x] }\n" + PORTS + FUNCTIONS,
                "a.yaml:1:61: node.cores[1] is x, expected a whole number from 0 to 4095");
        assertErrors(
                "node: { name: a, role: primary, threads: shared, cores: [1, 2] }\n" + PORTS + FUNCTIONS,
                "a.yaml:1:57: node.cores has 2 CPUs, expected 1: with threads: shared the node has one thread");
    }

    @Test
    void shouldCheckNodeValues() {
        assertErrors(
                "node: { name: a, role: primary, random-secret: 0xg, idle: busyspin, threads: 2 }\n" + PORTS
                        + FUNCTIONS,
                "a.yaml:1:48: node.random-secret is 0xg, expected a 64-bit number, decimal or 0x and up to 16 hexadecimal"
                        + " digits",
                "a.yaml:1:59: node.idle is busyspin, expected busy-spin or backoff; did you mean \"busy-spin\"?",
                "a.yaml:1:78: node.threads is 2, expected dedicated or shared");
        assertErrors(
                "node: { name: a, role: primary, admin-socket: /" + "x".repeat(120) + " }\n" + PORTS + FUNCTIONS,
                "a.yaml:1:47: node.admin-socket is a path of 121 bytes (/" + "x".repeat(120)
                        + "), expected at most 107, the limit of Unix sockets");
    }

    @Test
    void shouldCheckPortAddresses() {
        assertPortErrors(
                "address: 10.0.0.1",
                "a.yaml:2:50: ports[0].address is 10.0.0.1, which has no prefix length, expected an IPv4 address with prefix"
                        + " length such as 10.0.0.1/24");
        assertPortErrors(
                "address: 10.0.0.0/24",
                "a.yaml:2:50: ports[0].address is 10.0.0.0/24, which is the network itself, not an address in it, expected"
                        + " an IPv4 address with prefix length such as 10.0.0.1/24");
        assertPortErrors(
                "address: 10.0.0.1/33",
                "a.yaml:2:50: ports[0].address is 10.0.0.1/33, where the prefix length \"33\" is not 0 to 32, expected an"
                        + " IPv4 address with prefix length such as 10.0.0.1/24");
        assertPortErrors(
                "address: 224.0.0.1/24",
                "a.yaml:2:50: ports[0].address is 224.0.0.1/24, which no interface can have (it is unspecified, loopback,"
                        + " multicast or reserved), expected an IPv4 address with prefix length such as 10.0.0.1/24");
        assertPortErrors(
                "address: 10.0.0.1/24, gateway: 10.0.1.1",
                "a.yaml:2:72: ports[0].gateway is 10.0.1.1, expected an address in the port's network 10.0.0.1/24");
        assertPortErrors(
                "gateway: 10.0.1.1",
                "a.yaml:2:50: ports[0].gateway is given for a port without address, expected address beside it");
        assertPortErrors(
                "address: 10.0.0.1/24, additional-addresses: [10.0.0.1, 10.0.010.2]",
                "a.yaml:2:85: ports[0].additional-addresses has 10.0.0.1, which port \"lan\" has already, expected each"
                        + " address once",
                "a.yaml:2:96: ports[0].additional-addresses[1] is 10.0.010.2, where 010 begins with 0, expected an IPv4"
                        + " address such as 10.0.0.1");
    }

    @Test
    void shouldCheckPortValues() {
        assertPortErrors(
                "mac: 01:00:5e:00:00:01",
                "a.yaml:2:46: ports[0].mac is 01:00:5e:00:00:01, which is a multicast address, expected a unicast MAC address"
                        + " such as 02:00:00:00:00:01");
        assertPortErrors(
                "mtu: 9000",
                "a.yaml:2:46: ports[0].mtu is 9000, expected at most 2030 for dpdk.buffer-bytes 2048, or buffer-bytes of"
                        + " 9018 or more");
        assertPortErrors(
                "vdev: \"net_tap0,iface=x\"",
                "a.yaml:2:47: ports[0].vdev creates net_tap0, expected it to create the port's device net_null0");
        assertPortErrors("peer: lan", "a.yaml:2:47: ports[0].peer is the port itself, expected another port");
        assertPortErrors(
                "chain: [nta, nat, nat]",
                "a.yaml:2:48: ports[0].chain names nta, expected a function of this file: nat; did you mean \"nat\"?",
                "a.yaml:2:48: ports[0].chain names nat twice, expected each function at most once");
    }

    @Test
    void shouldCheckFunctions() {
        assertErrors(
                NODE + PORTS
                        + "functions:\n  - { name: x, plugin: a.jar, owner: 1 }\n  - { name: x, plugin: b.jar, config: 3 }\n",
                "a.yaml:6:38: functions[0].owner is 1, expected 0: node.owners is 1",
                "a.yaml:7:13: functions[1].name is x, which line 6 has already, expected a name of its own",
                "a.yaml:7:39: functions[1].config is 3, expected a section of keys and values");
    }

    @Test
    void shouldCheckDpdk() {
        assertErrors(
                NODE + "dpdk: { eal: [--no-huge, \"--vdev=net_null0\"], memory-mb: 8 }\n" + PORTS + FUNCTIONS,
                "a.yaml:2:15: dpdk.eal[0] is --no-huge, expected the key dpdk.huge-pages: false instead of this EAL argument",
                "a.yaml:2:26: dpdk.eal[1] is \"--vdev=net_null0\", expected the key ports[].vdev instead of this EAL"
                        + " argument",
                "a.yaml:2:58: dpdk.memory-mb is 8, expected a whole number from 16 to 1048576");
        assertErrors(
                NODE + "dpdk: { memory-mb: 64, pool-buffers: 65536 }\n" + PORTS + FUNCTIONS,
                "a.yaml:2:20: dpdk.memory-mb is 64, expected at least 153 for the pool of 65536 buffers (pool-buffers)");
    }

    @Test
    void shouldCheckReplication() {
        assertErrors(
                "node: { name: a, role: backup }\n" + PORTS + FUNCTIONS,
                "a.yaml:1:24: node.role is backup without a section replication, expected one that names the peer");
        assertReplicationErrors(
                "listen: 10.0.0.1, peer: 10.0.0.1:0, release: both, log-mb: 3",
                "a.yaml:7:24: replication.listen is 10.0.0.1, which has no port, expected host:port such as 192.168.7.1:7400"
                        + " or [fd00::1]:7400",
                "a.yaml:7:40: replication.peer is 10.0.0.1:0, where the port \"0\" is not 1 to 65535, expected host:port"
                        + " such as 192.168.7.1:7400 or [fd00::1]:7400",
                "a.yaml:7:61: replication.release is both, expected backup or primary",
                "a.yaml:7:75: replication.log-mb is 3, expected a power of two from 1 to 1024, such as 2 or 4");
        assertReplicationErrors(
                "listen: a:65535, peer: \"fd00::1:7400\"",
                "a.yaml:7:24: replication.listen is a:65535, expected a port of at most 65534: each of the 2 workers has the"
                        + " next one",
                "a.yaml:7:39: replication.peer is \"fd00::1:7400\", where the IPv6 address has no brackets, expected"
                        + " host:port such as 192.168.7.1:7400 or [fd00::1]:7400");
        assertReplicationErrors(
                "listen: a:7400, peer: a:7400, heartbeat: 100, peer-timeout: 2m1h, wait-for-backup: never, digest-interval: often",
                "a.yaml:7:38: replication.peer is a:7400 like listen, expected the other node's endpoint",
                "a.yaml:7:57: replication.heartbeat is 100, which has no unit, expected a duration from 1ms to 10s, such as"
                        + " 500ms, 30s, 5m or 2h4m",
                "a.yaml:7:76: replication.peer-timeout is 2m1h, where 1h should come earlier or only once, expected a duration"
                        + " from 10ms to 5m, such as 500ms, 30s, 5m or 2h4m",
                "a.yaml:7:99: replication.wait-for-backup is never, which is not a number with a unit (us, ms, s, m, h, d),"
                        + " expected forever, none or a duration from 0s to 1d, such as 500ms, 30s, 5m or 2h4m",
                "a.yaml:7:123: replication.digest-interval is often, which is not a number with a unit (us, ms, s, m, h, d),"
                        + " expected none or a duration from 1ms to 1h, such as 500ms, 30s, 5m or 2h4m");
        assertReplicationErrors(
                "listen: a:7400, peer: b:7400, peer-timeout: 200ms, heartbeat-ms: 100",
                "a.yaml:7:60: replication.peer-timeout is 200ms, expected at least 300ms, three heartbeats",
                "a.yaml:7:67: unknown key \"heartbeat-ms\" of replication, expected one of listen, peer, release, log-mb,"
                        + " heartbeat, peer-timeout, on-backup-loss, lag-timeout, wait-for-backup, digest-interval;"
                        + " did you mean \"heartbeat\"?");
    }

    @Test
    void shouldRefuseALogThatNeverHasRoomForABurst() {
        assertErrors(
                "node: { name: a, role: primary }\ndpdk: { buffer-bytes: 65000 }\n" + PORTS + FUNCTIONS
                        + "replication: { listen: a:7400, peer: b:7400, log-mb: 1 }\n",
                "a.yaml:8:54: replication.log-mb is 1, expected more: a burst of buffers of 65000 bytes may need 4165632"
                        + " bytes");
    }

    @Test
    void shouldRefuseMetricsWithoutAnEndpointOfTheirOwn() {
        String pair = "node: { name: a, role: primary, workers: 2 }\n" + PORTS + FUNCTIONS
                + "replication: { listen: 10.0.0.1:7400, peer: b:7400 }\n";
        assertErrors(
                pair + "metrics: { }\n",
                "a.yaml:8:10: metrics.listen is missing, expected host:port to serve metrics at, such as 127.0.0.1:9464");
        assertErrors(
                pair + "metrics: { listen: 9464, path: /x }\n",
                "a.yaml:8:20: metrics.listen is 9464, which has no port, expected host:port such as 192.168.7.1:7400 or [fd00::1]:7400",
                "a.yaml:8:26: unknown key \"path\" of metrics, expected one of listen");
        assertErrors(
                pair + "metrics: { listen: 10.0.0.1:7401 }\n",
                "a.yaml:8:20: metrics.listen is 10.0.0.1:7401, where the replication channel of worker 1 listens, expected"
                        + " an endpoint of its own");
    }

    @Test
    void shouldRefuseAPoolThatMayRunDry() {
        String expected =
                "a.yaml:2:23: dpdk.pool-buffers is %d, expected at least %d for these workers, descriptors and packets"
                        + " in flight, or no such key: it is computed";
        // 4096 descriptors, 2560 waiting to be sent, 512 in flight, 1024 in caches; and 2048 held
        assertErrors(NODE + "dpdk: { pool-buffers: 512 }\n" + PORTS + FUNCTIONS, expected.formatted(512, 8192));
        assertErrors(
                NODE + "dpdk: { pool-buffers: 8192 }\n" + PORTS + FUNCTIONS
                        + "replication: { listen: a:7400, peer: b:7400, release: primary }\n",
                expected.formatted(8192, 10240));
    }

    private static void assertPortErrors(String portKeys, String... expected) {
        assertErrors(
                NODE + "ports: [{ name: lan, device: net_null0, %s }]\n".formatted(portKeys) + FUNCTIONS, expected);
    }

    private static void assertReplicationErrors(String replicationKeys, String... expected) {
        assertErrors(
                "node: { name: a, role: primary, workers: 2 }\n" + PORTS + FUNCTIONS
                        + "replication: { %s }\n".formatted(replicationKeys),
                expected);
    }

    private static void assertErrors(String text, String... expected) {
        try {
            NodeConfigParser.parse(FILE, text);
            fail("no error in\n" + text);
        } catch (ConfigException e) {
            assertEquals(
                    String.join("\n", expected),
                    String.join(
                            "\n", e.problems().stream().map(Problem::toString).toList()));
            assertEquals(List.of(expected).size(), e.problems().size());
        }
    }
}
