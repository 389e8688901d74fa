package io.lockstep.daemon.config;

import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What values must be to each other. A check is left out when one of its values was wrong already. */
final class CrossChecks {
    private final NodeConfig config;
    private final Section root;
    private final Section node;
    private final Optional<Section> dpdk;
    private final List<Section> ports;
    private final List<Section> functions;
    private final Optional<Section> replication;
    private final Optional<Section> metrics;

    CrossChecks(
            NodeConfig config,
            Section root,
            Section node,
            Optional<Section> dpdk,
            List<Section> ports,
            List<Section> functions,
            Optional<Section> replication,
            Optional<Section> metrics) {
        this.config = config;
        this.root = root;
        this.node = node;
        this.dpdk = dpdk;
        this.ports = ports;
        this.functions = functions;
        this.replication = replication;
        this.metrics = metrics;
    }

    void run() {
        checkCores();
        checkSocket();
        checkPortsAreDistinct();
        config.ports().forEach(this::checkPort);
        checkFunctions();
        checkPool();
        checkMemory();
        if (replication.isPresent()) {
            checkReplication(replication.get(), config.replication().orElseThrow());
        } else if (config.node().role() == Role.BACKUP && root.clean("replication")) {
            node.problem("role", "is backup without a section replication, expected one that names the peer");
        }
        metrics.ifPresent(this::checkMetrics);
    }

    private void checkCores() {
        NodeSettings settings = config.node();
        if (settings.cores().isEmpty() || !node.clean("cores", "workers", "owners", "threads")) {
            return;
        }
        int count = settings.cores().size();
        if (new HashSet<>(settings.cores()).size() < count) {
            node.problem("cores", "names a CPU twice, expected each once");
        } else if (settings.threads() == ThreadMode.SHARED && count != 1) {
            node.problem("cores", "has " + count + " CPUs, expected 1: with threads: shared the node has one thread");
        } else if (settings.threads() == ThreadMode.DEDICATED) {
            int least = settings.workers() + settings.owners();
            int most = least + settings.workers();
            if (count < least || count > most) {
                node.problem(
                        "cores",
                        "has %d CPUs, expected %d (%d workers, %d owners) to %d (%d more for the workers' channels)"
                                .formatted(
                                        count, least, settings.workers(), settings.owners(), most, settings.workers()));
            }
        }
    }

    private void checkSocket() {
        int bytes = config.node().adminSocket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (node.clean("admin-socket", "name") && bytes > Paths.MAX_SOCKET_PATH_BYTES) {
            node.problem(
                    "name",
                    "makes an admin socket path of " + bytes + " bytes, expected a shorter name or admin-socket");
        }
    }

    private void checkPortsAreDistinct() {
        Map<String, Section> byName = new HashMap<>();
        Map<String, PortSettings> byDevice = new HashMap<>();
        Map<Integer, PortSettings> byAddress = new HashMap<>();
        for (PortSettings port : config.ports()) {
            Section section = ports.get(port.index());
            distinctName(byName, section, port.name());
            if (port.device() != null) {
                PortSettings other = byDevice.putIfAbsent(port.device(), port);
                if (other != null) {
                    section.problem(
                            "device",
                            "is " + port.device() + ", which port \"" + other.name() + "\" has already (line "
                                    + ports.get(other.index()).place("device").line()
                                    + "), expected each device in one port");
                }
            }
            port.address().ifPresent(address -> distinctAddress(byAddress, port, "address", address.address()));
            for (int address : port.additionalAddresses()) {
                distinctAddress(byAddress, port, "additional-addresses", address);
            }
        }
    }

    private static void distinctName(Map<String, Section> byName, Section section, String name) {
        Section other = name == null ? null : byName.putIfAbsent(name, section);
        if (other != null) {
            section.problem(
                    "name",
                    "is " + name + ", which line " + other.place("name").line()
                            + " has already, expected a name of its own");
        }
    }

    private void distinctAddress(Map<Integer, PortSettings> byAddress, PortSettings port, String key, int address) {
        PortSettings other = byAddress.putIfAbsent(address, port);
        if (other != null) {
            ports.get(port.index())
                    .problem(
                            key,
                            "has " + Ipv4.format(address) + ", which port \"" + other.name()
                                    + "\" has already, expected each address once");
        }
    }

    private void checkPort(PortSettings port) {
        Section section = ports.get(port.index());
        checkAddresses(port, section);
        checkVdev(port, section);
        checkPeer(port, section);
        checkChain(port, section);
        int frameBytes = port.mtu() + PortSettings.FRAME_OVERHEAD_BYTES;
        int bufferBytes = config.dpdk().bufferBytes();
        if (section.clean("mtu") && frameBytes > bufferBytes) {
            section.problem(
                    "mtu",
                    "is " + port.mtu() + ", expected at most " + (bufferBytes - PortSettings.FRAME_OVERHEAD_BYTES)
                            + " for dpdk.buffer-bytes " + bufferBytes + ", or buffer-bytes of " + frameBytes
                            + " or more");
        }
    }

    private static void checkAddresses(PortSettings port, Section section) {
        if (!section.clean("address")) {
            return;
        }
        if (port.address().isEmpty()) {
            for (String key : List.of("additional-addresses", "gateway")) {
                if (section.has(key)) {
                    section.problem(key, "is given for a port without address, expected address beside it");
                }
            }
            return;
        }
        Ipv4Prefix address = port.address().get();
        port.gateway().ifPresent(gateway -> {
            if (!address.contains(gateway)) {
                section.problem(
                        "gateway",
                        "is " + Ipv4.format(gateway) + ", expected an address in the port's network " + address);
            } else if (gateway == address.address()) {
                section.problem("gateway", "is the port's own address, expected that of the next router");
            }
        });
    }

    private static void checkVdev(PortSettings port, Section section) {
        if (port.vdev().isEmpty() || !section.clean("device", "vdev")) {
            return;
        }
        String vdev = port.vdev().get();
        String created = vdev.contains(",") ? vdev.substring(0, vdev.indexOf(',')) : vdev;
        if (!created.equals(port.device())) {
            section.problem(
                    "vdev", "creates " + created + ", expected it to create the port's device " + port.device());
        }
    }

    private void checkPeer(PortSettings port, Section section) {
        List<String> names =
                names(config.ports().stream().map(PortSettings::name).toList());
        port.peer().ifPresent(peer -> {
            if (peer.equals(port.name())) {
                section.problem("peer", "is the port itself, expected another port");
            } else if (!names.contains(peer)) {
                section.problem("peer", "is " + unknownName(peer, "port", names));
            }
        });
    }

    private void checkChain(PortSettings port, Section section) {
        List<String> names =
                names(config.functions().stream().map(FunctionSettings::name).toList());
        Set<String> seen = new HashSet<>();
        for (String function : port.chain()) {
            if (!names.contains(function)) {
                section.problem("chain", "names " + unknownName(function, "function", names));
            } else if (!seen.add(function) && section.has("chain")) {
                section.problem("chain", "names " + function + " twice, expected each function at most once");
            }
        }
    }

    private void checkFunctions() {
        Map<String, Section> byName = new HashMap<>();
        int owners = config.node().owners();
        for (FunctionSettings function : config.functions()) {
            Section section = functions.get(function.index());
            distinctName(byName, section, function.name());
            if (section.clean("owner") && node.clean("owners") && function.owner() >= owners) {
                section.problem(
                        "owner",
                        "is " + function.owner() + ", expected "
                                + (owners == 1 ? "0: node.owners is 1" : "0 to " + (owners - 1)));
            }
        }
    }

    private void checkPool() {
        if (dpdk.isEmpty()
                || config.dpdk().poolBuffers().isEmpty()
                || !dpdk.get().clean("pool-buffers")
                || !node.clean("workers", "in-flight")
                || !ports.stream().allMatch(port -> port.clean("rx-descriptors", "tx-descriptors"))) {
            return;
        }
        long least = config.leastPoolBuffers();
        if (config.poolBuffers() < least) {
            dpdk.get()
                    .problem(
                            "pool-buffers",
                            "is " + config.poolBuffers() + ", expected at least " + least
                                    + " for these workers, descriptors and packets in flight, or no such key: it is"
                                    + " computed");
        }
    }

    private void checkMemory() {
        if (dpdk.isEmpty() || config.dpdk().memoryMb().isEmpty()) {
            return;
        }
        Section section = dpdk.get();
        long poolMb = config.poolMb();
        if (section.clean("memory-mb", "pool-buffers", "buffer-bytes")
                && config.dpdk().memoryMb().getAsInt() < poolMb) {
            section.problem(
                    "memory-mb",
                    "is %d, expected at least %d for the pool of %d buffers (pool-buffers)"
                            .formatted(config.dpdk().memoryMb().getAsInt(), poolMb, config.poolBuffers()));
        }
    }

    private void checkReplication(Section section, ReplicationSettings settings) {
        int workers = config.node().workers();
        if (node.clean("workers")) {
            checkPortRange(section, "listen", settings.listen(), workers);
            checkPortRange(section, "peer", settings.peer(), workers);
        }
        if (section.clean("listen", "peer") && settings.listen().equals(settings.peer())) {
            section.problem("peer", "is " + settings.peer() + " like listen, expected the other node's endpoint");
        }
        int leastLog =
                Worker.leastLogBytes(config.dpdk().bufferBytes(), config.node().maxAccesses());
        if (section.clean("log-mb") && node.clean("max-accesses") && settings.logBytes() < leastLog) {
            section.problem(
                    "log-mb",
                    "is " + settings.logMb() + ", expected more: a burst of buffers of "
                            + config.dpdk().bufferBytes() + " bytes may need " + leastLog + " bytes");
        }
        if (section.clean("heartbeat", "peer-timeout")
                && settings.peerTimeout().compareTo(settings.heartbeat().multipliedBy(3)) < 0) {
            section.problem(
                    "peer-timeout",
                    "is " + Durations.format(settings.peerTimeout()) + ", expected at least "
                            + Durations.format(settings.heartbeat().multipliedBy(3)) + ", three heartbeats");
        }
    }

    private void checkMetrics(Section section) {
        boolean clean = section.clean("listen")
                && node.clean("workers")
                && replication.isPresent()
                && replication.get().clean("listen");
        if (!clean) {
            return;
        }
        Endpoint metricsListen = config.metrics().orElseThrow().listen();
        Endpoint channels = config.replication().orElseThrow().listen();
        int worker = metricsListen.port() - channels.port();
        if (metricsListen.host().equals(channels.host())
                && worker >= 0
                && worker < config.node().workers()) {
            section.problem(
                    "listen",
                    "is " + metricsListen + ", where the replication channel of worker " + worker
                            + " listens, expected an endpoint of its own");
        }
    }

    private static void checkPortRange(Section section, String key, Endpoint endpoint, int workers) {
        if (endpoint != null && endpoint.port() + workers - 1 > 0xffff) {
            section.problem(
                    key,
                    "is " + endpoint + ", expected a port of at most " + (0x10000 - workers) + ": each of the "
                            + workers + " workers has the next one");
        }
    }

    private static String unknownName(String name, String kind, List<String> names) {
        return name + ", expected a " + kind + " of this file: "
                + (names.isEmpty() ? "there is none" : String.join(", ", names))
                + Nearest.hint(name, names);
    }

    private static List<String> names(List<String> names) {
        return names.stream().filter(name -> name != null).distinct().toList();
    }
}
