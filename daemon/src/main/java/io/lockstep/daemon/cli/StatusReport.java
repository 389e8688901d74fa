package io.lockstep.daemon.cli;

import io.lockstep.daemon.admin.NodeStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** A node's status for people. */
final class StatusReport {
    private StatusReport() {}

    static void write(NodeStatus status, PrintWriter out) {
        out.printf(
                "%s: %s, epoch %d, protection %s%n", status.name(), status.role(), status.epoch(), status.protection());
        out.printf("  %s%n", status.reason());
        out.printf(
                "  lockstep %s, pid %d, since %s%n",
                status.version(), status.pid(), instant(status.startedAtUs()).truncatedTo(ChronoUnit.SECONDS));
        promotion(status, out);
        orEmpty(status.ports()).forEach(port -> port(port, out));
        orEmpty(status.workers()).forEach(worker -> worker(worker, out));
        for (NodeStatus.Owner owner : orEmpty(status.owners())) {
            out.printf(
                    "owner   %d  %d accesses, %d parked, %d KiB of state, %d digests, %d passes%n",
                    owner.index(),
                    owner.accesses(),
                    owner.parked(),
                    (owner.stateBytes() + 1023) >> 10,
                    owner.digestChecks(),
                    owner.digestPasses());
        }
        orEmpty(status.channels()).forEach(channel -> channel(channel, out));
        drops(status.drops(), out);
    }

    private static void promotion(NodeStatus status, PrintWriter out) {
        NodeStatus.Promotion promotion = status.promotion();
        if (promotion == null) {
            return;
        }
        out.printf("  promoted at %s", instant(promotion.acceptedAtUs()));
        if (promotion.firstReleaseAtUs() > 0) {
            out.printf(", first packet released %d us later", promotion.firstReleaseAtUs() - promotion.acceptedAtUs());
        }
        out.println();
    }

    private static void port(NodeStatus.Port port, PrintWriter out) {
        out.printf(
                "port    %s  %s %s, link %s, received %d, sent %d, missed %d%n",
                port.name(),
                port.device(),
                port.address().isEmpty() ? "transparent" : port.address(),
                port.linkUp() ? "up" : "down",
                port.rxPackets(),
                port.txPackets(),
                port.missedPackets());
    }

    private static void worker(NodeStatus.Worker worker, PrintWriter out) {
        out.printf(
                "worker  %d  %d records, %d acknowledged, %d in flight, %d held, log %d of %d KiB%n",
                worker.index(),
                worker.records(),
                worker.acknowledged(),
                worker.inFlight(),
                worker.held(),
                worker.logBytesUsed() >> 10,
                worker.logBytes() >> 10);
    }

    private static void channel(NodeStatus.Channel channel, PrintWriter out) {
        out.printf(
                "channel %d  %s, peer %s, refused %d, malformed %d%s%n",
                channel.worker(),
                channel.state(),
                channel.peer(),
                channel.refused(),
                channel.malformed(),
                channel.lastProblem().isEmpty() ? "" : "; " + channel.lastProblem());
    }

    private static void drops(Map<String, Long> drops, PrintWriter out) {
        if (drops != null) {
            drops.entrySet().stream()
                    .filter(drop -> drop.getValue() != 0)
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .forEach(drop -> out.printf("drops   %s  %d%n", drop.getKey(), drop.getValue()));
        }
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Instant instant(long us) {
        return Instant.EPOCH.plus(Duration.of(us, ChronoUnit.MICROS));
    }
}
