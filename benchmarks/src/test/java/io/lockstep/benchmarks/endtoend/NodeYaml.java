package io.lockstep.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node's configuration for tests: a NAT between the ports lan and wan, without hugepages, on one thread. Every key can be set to
 * another value; what is not set is the daemon's default.
 */
final class NodeYaml {
    private final Map<String, Object> node = new LinkedHashMap<>();
    private final Map<String, Object> dpdk = new LinkedHashMap<>();
    private final Map<String, Object> lan = new LinkedHashMap<>();
    private final Map<String, Object> wan = new LinkedHashMap<>();
    private final Map<String, Object> function = new LinkedHashMap<>();
    private final Map<String, Object> nat = new LinkedHashMap<>();
    private final Map<String, Object> replication = new LinkedHashMap<>();
    private final Map<String, Object> metrics = new LinkedHashMap<>();
    private final List<String> eal = new ArrayList<>();

    /** A node that is up at once and moves no packet: its devices receive nothing. */
    NodeYaml(String name, String role, Path socket, Path plugin) {
        node.put("name", name);
        node.put("role", role);
        node.put("threads", "shared");
        node.put("idle", "backoff");
        node.put("admin-socket", socket);
        node.put("state-dir", socket.resolveSibling("state"));
        node.put("random-secret", 4711);
        eal.add("--no-pci");
        eal.add("--no-telemetry");
        dpdk.put("huge-pages", false);
        dpdk.put("memory-mb", 160);
        port(lan, "lan", "net_null0", "no-rx=1", Frames.LAN_NODE + "/16");
        port(wan, "wan", "net_null1", "no-rx=1", Frames.WAN_NODE + "/24");
        wan.put("gateway", Frames.GATEWAY);
        function.put("name", "nat");
        function.put("plugin", plugin);
        nat.put("inside", "lan");
        nat.put("outside", "wan");
        nat.put("max-flows", 4096);
    }

    private static void port(
            Map<String, Object> port, String name, String device, String deviceArguments, String address) {
        port.put("name", name);
        device(port, device, deviceArguments);
        port.put("address", address);
    }

    private static void device(Map<String, Object> port, String device, String arguments) {
        port.put("device", device);
        port.put("vdev", '"' + device + "," + arguments + '"');
    }

    String name() {
        return node.get("name").toString();
    }

    Path socket() {
        return (Path) node.get("admin-socket");
    }

    NodeYaml node(String key, Object value) {
        node.put(key, value);
        return this;
    }

    NodeYaml dpdk(String key, Object value) {
        dpdk.put(key, value);
        return this;
    }

    NodeYaml eal(String argument) {
        eal.add(argument);
        return this;
    }

    NodeYaml lanDevice(String device, String arguments) {
        device(lan, device, arguments);
        return this;
    }

    NodeYaml wanDevice(String device, String arguments) {
        device(wan, device, arguments);
        return this;
    }

    /** Names a device that nothing creates. */
    NodeYaml wanDeviceWithoutVdev(String device) {
        wan.put("device", device);
        wan.remove("vdev");
        return this;
    }

    NodeYaml plugin(Path jar) {
        function.put("plugin", jar);
        return this;
    }

    /** Sets a key of the NAT's own section; the value is YAML. */
    NodeYaml nat(String key, Object value) {
        nat.put(key, value);
        return this;
    }

    /** For a plugin that has no configuration. */
    NodeYaml withoutNatSection() {
        nat.clear();
        return this;
    }

    NodeYaml replication(String key, Object value) {
        replication.put(key, value);
        return this;
    }

    NodeYaml metrics(String key, Object value) {
        metrics.put(key, value);
        return this;
    }

    /** The value of a key of the section replication. */
    Object replication(String key) {
        return replication.get(key);
    }

    /** The file's text. */
    String text() {
        StringBuilder text = new StringBuilder();
        section(text, "node", node);
        dpdk.put("eal", eal.stream().map(argument -> '"' + argument + '"').toList());
        section(text, "dpdk", dpdk);
        text.append("ports:\n");
        item(text, lan);
        item(text, wan);
        text.append("functions:\n");
        item(text, function);
        if (!nat.isEmpty()) {
            text.append("    config:\n");
            nat.forEach((key, value) -> text.append("      " + key + ": " + value + "\n"));
        }
        if (!replication.isEmpty()) {
            section(text, "replication", replication);
        }
        if (!metrics.isEmpty()) {
            section(text, "metrics", metrics);
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String name, Map<String, Object> keys) {
        text.append(name).append(":\n");
        keys.forEach((key, value) -> text.append("  " + key + ": " + value + "\n"));
    }

    private static void item(StringBuilder text, Map<String, Object> keys) {
        String lead = "  - ";
        for (Map.Entry<String, Object> entry : keys.entrySet()) {
            text.append(lead + entry.getKey() + ": " + entry.getValue() + "\n");
            lead = "    ";
        }
    }
}
