package io.lockstep.daemon.cli;

import io.lockstep.daemon.config.Durations;
import io.lockstep.daemon.config.FunctionSettings;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.NodeSettings;
import io.lockstep.daemon.config.PortSettings;
import io.lockstep.daemon.config.ReplicationSettings;
import io.lockstep.daemon.plugin.LoadedFunction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a valid configuration would run, in words. */
final class ConfigReport {
    private ConfigReport() {}

    /** Writes the report; {@code functions} is empty where plugins were not loaded. */
    static void write(NodeConfig config, List<LoadedFunction> functions, PrintWriter out) {
        NodeSettings node = config.node();
        out.printf("%s is valid%n", config.file());
        out.printf(
                "node         %s, starts as %s, %s, %s, %s threads%n",
                node.name(),
                word(node.role()),
                count(node.workers(), "worker"),
                count(node.owners(), "owner"),
                word(node.threads()));
        out.printf("admin socket %s%n", node.adminSocket());
        out.printf(
                "buffers      %d of %d bytes%n",
                config.poolBuffers(), config.dpdk().bufferBytes());
        config.ports().forEach(port -> out.println(port(port)));
        for (FunctionSettings function : config.functions()) {
            out.printf("function     %s from %s%n", function.name(), function.plugin());
            if (!functions.isEmpty()) {
                LoadedFunction loaded = functions.get(function.index());
                out.printf("               type   %s%n", loaded.type());
                out.printf("               plugin sha256 %s%n", loaded.pluginSha256());
            }
            out.printf("               config sha256 %s%n", function.configDigest());
        }
        out.println(
                config.replication().map(ConfigReport::replication).orElse("replication  none: a node without a pair"));
        out.flush();
    }

    private static String port(PortSettings port) {
        return "port         %s on %s, %s, chain %s%s"
                .formatted(
                        port.name(),
                        port.device(),
                        port.address().map(Object::toString).orElse("transparent"),
                        port.chain().isEmpty() ? "empty" : String.join(" > ", port.chain()),
                        port.peer().map(peer -> ", then to " + peer).orElse(""));
    }

    private static String replication(ReplicationSettings replication) {
        return "replication  listens on %s, peer %s, release by the %s, lost after %s, on loss of the backup: %s"
                .formatted(
                        replication.listen(),
                        replication.peer(),
                        replication.release().label(),
                        Durations.format(replication.peerTimeout()),
                        word(replication.onBackupLoss()));
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
