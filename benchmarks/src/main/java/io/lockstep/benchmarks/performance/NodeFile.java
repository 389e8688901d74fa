package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a node under measurement. What is not set is the daemon's default; values are YAML. */
final class NodeFile {
    private static final int SOCKET_NAME_BYTES = 107;

    private final Lab lab;
    private final String name;
    private final Map<String, Object> node = new LinkedHashMap<>();
    private final Map<String, Object> dpdk = new LinkedHashMap<>();
    private final List<Map<String, Object>> ports = new ArrayList<>();
    private final List<Map<String, Object>> functions = new ArrayList<>();
    private final Map<String, Object> replication = new LinkedHashMap<>();

    /** A node on one busy core, without ports and functions yet. */
    NodeFile(Lab lab, String name, String role, int core) {
        this.lab = lab;
        this.name = name;
        node.put("name", name);
        node.put("role", role);
        node.put("threads", "shared");
        node.put("cores", "[" + core + "]");
        node.put("idle", "busy-spin");
        node.put("admin-socket", socket());
        node.put("state-dir", lab.directory().resolve(name + "-state"));
        dpdk.put("eal", lab.hugePages() ? "[\"--no-pci\", \"--in-memory\", \"--no-telemetry\"]" : "[\"--no-pci\"]");
        dpdk.put("huge-pages", lab.hugePages());
    }

    String name() {
        return name;
    }

    Path socket() {
        Path socket = lab.directory().resolve(name + ".sock");
        if (socket.toString().length() > SOCKET_NAME_BYTES) {
            throw new IllegalStateException("the socket " + socket + " has a name of more than " + SOCKET_NAME_BYTES
                    + " characters: take a temporary folder (TMPDIR) with a shorter one");
        }
        return socket;
    }

    NodeFile node(String key, Object value) {
        node.put(key, value);
        return this;
    }

    NodeFile dpdk(String key, Object value) {
        dpdk.put(key, value);
        return this;
    }

    /** Adds a transparent port on a virtual device, with the device's arguments. */
    NodeFile port(String portName, String device, String arguments) {
        Map<String, Object> port = new LinkedHashMap<>();
        port.put("name", portName);
        port.put("device", device);
        port.put("vdev", '"' + device + (arguments.isEmpty() ? "" : "," + arguments) + '"');
        ports.add(port);
        return this;
    }

    /** Sets a key of the port that was added last. */
    NodeFile ofPort(String key, Object value) {
        ports.getLast().put(key, value);
        return this;
    }

    /** Sets the MTU of all ports that there are so far. */
    NodeFile portsMtu(int bytes) {
        ports.forEach(port -> port.put("mtu", bytes));
        return this;
    }

    /** Adds a function to the chain; the configuration is YAML in braces. */
    NodeFile function(String functionName, Path plugin, String type, String config) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", functionName);
        function.put("plugin", plugin);
        function.put("type", type);
        if (!config.isEmpty()) {
            function.put("config", config);
        }
        functions.add(function);
        return this;
    }

    NodeFile replication(String key, Object value) {
        replication.put(key, value);
        return this;
    }

    /** Writes the file. */
    Path write() throws IOException {
        return Files.writeString(lab.directory().resolve(name + ".yaml"), text());
    }

    /** The file's text. */
    String text() {
        StringBuilder text = new StringBuilder("# One node under measurement, made by scripts/bench.\n");
        section(text, "node", node);
        section(text, "dpdk", dpdk);
        items(text, "ports", ports);
        items(text, "functions", functions);
        if (!replication.isEmpty()) {
            section(text, "replication", replication);
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String title, Map<String, Object> keys) {
        text.append(title).append(":\n");
        keys.forEach((key, value) -> text.append("  " + key + ": " + value + "\n"));
    }

    private static void items(StringBuilder text, String title, List<Map<String, Object>> items) {
        text.append(title).append(":\n");
        for (Map<String, Object> item : items) {
            String lead = "  - ";
            for (Map.Entry<String, Object> entry : item.entrySet()) {
                text.append(lead + entry.getKey() + ": " + entry.getValue() + "\n");
                lead = "    ";
            }
        }
    }
}
