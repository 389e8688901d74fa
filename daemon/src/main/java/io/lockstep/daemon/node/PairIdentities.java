package io.lockstep.daemon.node;

import io.lockstep.daemon.config.FunctionSettings;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.PortSettings;
import io.lockstep.daemon.plugin.LoadedFunction;
import io.lockstep.runtime.link.Ipv4Address;
import io.lockstep.runtime.replication.PairIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the nodes of a pair must have in common, read off a configuration and its plugins. */
final class PairIdentities {
    private PairIdentities() {}

    static PairIdentity of(NodeConfig config, List<LoadedFunction> functions) {
        List<PairIdentity.Entry> entries = new ArrayList<>();
        add(entries, "node.workers", config.node().workers());
        add(entries, "node.owners", config.node().owners());
        add(entries, "node.in-flight", config.node().inFlight());
        add(entries, "node.max-accesses", config.node().maxAccesses());
        add(entries, "dpdk.buffer-bytes", config.dpdk().bufferBytes());
        config.replication()
                .ifPresent(replication -> add(
                        entries, "replication.release", replication.release().label()));
        for (PortSettings port : config.ports()) {
            add(entries, "port " + port.index(), port.name());
            add(entries, "port " + port.name() + " addresses", addresses(port));
            add(entries, "port " + port.name() + " mtu", port.mtu());
            add(entries, "port " + port.name() + " peer", port.peer().orElse("none"));
            add(entries, "port " + port.name() + " chain", String.join(", ", port.chain()));
        }
        for (LoadedFunction loaded : functions) {
            FunctionSettings function = loaded.settings();
            String name = "function " + function.name();
            add(entries, name + " type", loaded.type());
            add(entries, name + " owner", function.owner());
            add(entries, name + " plugin sha256", loaded.pluginSha256());
            add(entries, name + " config sha256", function.configDigest());
        }
        return new PairIdentity(entries);
    }

    private static void add(List<PairIdentity.Entry> entries, String name, Object value) {
        String text = value.toString();
        entries.add(new PairIdentity.Entry(
                name, text.length() <= PairIdentity.MAX_TEXT ? text : text.substring(0, PairIdentity.MAX_TEXT)));
    }

    private static String addresses(PortSettings port) {
        return port.info().transparent()
                ? "none"
                : port.info().addresses().stream().map(Ipv4Address::format).collect(Collectors.joining(", ")) + "/"
                        + port.info().prefixLength();
    }
}
