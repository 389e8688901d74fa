package io.lockstep.daemon.metrics;

import io.lockstep.daemon.admin.NodeStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Turns a node's figures into metrics when it is asked. {@code docs/metrics.md} lists them. */
final class NodeMetrics implements MultiCollector {
    private static final double NS_PER_SECOND = 1e9;
    private static final List<String> ROLES = List.of("primary", "backup", "promoting", "fenced", "diverged");

    private final Supplier<NodeFigures> figures;

    NodeMetrics(Supplier<NodeFigures> figures) {
        this.figures = figures;
    }

    @Override
    public MetricSnapshots collect() {
        NodeFigures now = figures.get();
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        node(metrics, now);
        ports(metrics, now.status().ports());
        losses(metrics, now);
        workers(metrics, now);
        owners(metrics, now);
        channels(metrics, now);
        agents(metrics, now.status().agents());
        return metrics.build();
    }

    private static void node(MetricSnapshots.Builder metrics, NodeFigures now) {
        NodeStatus status = now.status();
        metrics.metricSnapshot(InfoSnapshot.builder()
                .name("lockstep_node")
                .help("Which node this is.")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of("name", status.name(), "version", status.version()))
                        .build())
                .build());
        GaugeSnapshot.Builder roles = gauge("role", "1 for the role that the node has, 0 for the others.");
        ROLES.forEach(role -> roles.dataPoint(value(role.equals(status.role()), Labels.of("role", role))));
        metrics.metricSnapshot(roles.build());
        metrics.metricSnapshot(gauge("state", "1 for the node's state, the role seen closer.")
                .dataPoint(value(1, Labels.of("state", status.state())))
                .build());
        single(metrics, "epoch", "Grows by one with each promotion.", status.epoch());
        single(metrics, "protected", "1: both nodes live and hold the same state.", isProtected(status) ? 1 : 0);
        single(metrics, "diverged", "1: this backup's state differs from the primary's.", diverged(status) ? 1 : 0);
        single(metrics, "peer_diverged", "1: the backup has said that it has diverged.", now.peerDiverged() ? 1 : 0);
        total(metrics, "promotions", "Promotions of this node since it started.", status.promotion() == null ? 0 : 1);
    }

    private static boolean isProtected(NodeStatus status) {
        return status.protection().equals("protected");
    }

    private static boolean diverged(NodeStatus status) {
        return status.role().equals("diverged");
    }

    private static void ports(MetricSnapshots.Builder metrics, List<NodeStatus.Port> ports) {
        Function<NodeStatus.Port, Labels> label = port -> Labels.of("port", port.name());
        gauges(metrics, "port_up", "1: the port has a link.", ports, label, port -> port.linkUp() ? 1 : 0);
        counters(metrics, "port_received_packets", "Received.", ports, label, NodeStatus.Port::rxPackets);
        counters(metrics, "port_released_packets", "Sent.", ports, label, NodeStatus.Port::txPackets);
        counters(
                metrics,
                "port_missed_packets",
                "Lost by the device because nobody polled it in time.",
                ports,
                label,
                NodeStatus.Port::missedPackets);
    }

    private static void losses(MetricSnapshots.Builder metrics, NodeFigures now) {
        CounterSnapshot.Builder lost = counter("packets_lost", "Packets that were lost or refused, by reason.");
        now.losses().forEach((reason, packets) -> lost.dataPoint(count(packets, Labels.of("reason", reason))));
        metrics.metricSnapshot(lost.build());
        NodeStatus.Counts counts = now.status().counts();
        total(metrics, "timers", "Timers that fired.", counts.timers());
        total(metrics, "packets_emitted", "Packets of the network functions' own making.", counts.emitted());
        total(metrics, "packets_left", "Packets that were the other node's to release.", counts.left());
    }

    private static void workers(MetricSnapshots.Builder metrics, NodeFigures now) {
        List<NodeStatus.Worker> workers = now.status().workers();
        Function<NodeStatus.Worker, Labels> label = worker -> index("worker", worker.index());
        ToLongFunction<NodeStatus.Worker> streamed =
                worker -> now.workers().get(worker.index()).streamed();
        ToLongFunction<NodeStatus.Worker> replayed =
                worker -> now.workers().get(worker.index()).replayed();
        ToLongFunction<NodeStatus.Worker> done =
                worker -> now.workers().get(worker.index()).done();
        counters(metrics, "inputs_streamed", "Inputs put into the replication log.", workers, label, streamed);
        counters(metrics, "inputs_replayed", "Inputs replayed.", workers, label, replayed);
        counters(metrics, "inputs_done", "Inputs used up without output.", workers, label, done);
        gauges(
                metrics,
                "inputs_in_flight",
                "Inputs between receive and verdict.",
                workers,
                label,
                NodeStatus.Worker::inFlight);
        gauges(metrics, "packets_held", "Packets held for the backup.", workers, label, NodeStatus.Worker::held);
        counters(
                metrics,
                "records_acknowledged",
                "Records executed by the backup, or by this backup.",
                workers,
                label,
                NodeStatus.Worker::acknowledged);
        gauges(
                metrics,
                "log_held_bytes",
                "Bytes in the replication log or, on a backup, in the inbox.",
                workers,
                label,
                NodeStatus.Worker::logBytesUsed);
        gauges(
                metrics,
                "log_capacity_bytes",
                "Bytes that the replication log takes.",
                workers,
                label,
                NodeStatus.Worker::logBytes);
    }

    private static void owners(MetricSnapshots.Builder metrics, NodeFigures now) {
        List<NodeStatus.Owner> owners = now.status().owners();
        Function<NodeStatus.Owner, Labels> label = owner -> index("owner", owner.index());
        gauges(
                metrics,
                "owner_next_sequence",
                "Sequence number of the next access.",
                owners,
                label,
                NodeStatus.Owner::accesses);
        gauges(
                metrics,
                "owner_parked_accesses",
                "Accesses that wait for an earlier one.",
                owners,
                label,
                NodeStatus.Owner::parked);
        gauges(
                metrics,
                "owner_state_bytes",
                "Memory of the owner's shared variables.",
                owners,
                label,
                NodeStatus.Owner::stateBytes);
        counters(
                metrics,
                "owner_digest_checks",
                "Pieces of that memory whose digests were streamed, or found equal to the primary's.",
                owners,
                label,
                NodeStatus.Owner::digestChecks);
        counters(
                metrics,
                "owner_gaps_skipped",
                "Sequence numbers skipped in promotions: their packets were never released.",
                owners,
                label,
                owner -> now.gapsSkipped().get(owner.index()));
    }

    private static void channels(MetricSnapshots.Builder metrics, NodeFigures now) {
        List<NodeStatus.Channel> channels = now.status().channels();
        if (channels.isEmpty()) {
            return;
        }
        Function<NodeStatus.Channel, Labels> label = channel -> index("worker", channel.worker());
        gauges(
                metrics,
                "channel_connected",
                "1: records stream to or from the peer.",
                channels,
                label,
                channel -> channel.state().equals("streaming") ? 1 : 0);
        counters(metrics, "channel_connections", "That streamed.", channels, label, NodeStatus.Channel::connections);
        counters(metrics, "channel_refused_connections", "Turned away.", channels, label, NodeStatus.Channel::refused);
        counters(
                metrics,
                "channel_malformed_frames",
                "Frames that could not be read.",
                channels,
                label,
                NodeStatus.Channel::malformed);
        counters(
                metrics,
                "channel_discarded_records",
                "Records that left the log unacknowledged when the primary went solo.",
                channels,
                label,
                channel -> now.workers().get(channel.worker()).discarded());
    }

    private static void agents(MetricSnapshots.Builder metrics, List<NodeStatus.Agent> agents) {
        Function<NodeStatus.Agent, Labels> label = agent -> Labels.of("agent", agent.name());
        CounterSnapshot.Builder busy = counter("agent_busy_seconds", "Time of the duty cycles that found work.");
        agents.forEach(agent -> busy.dataPoint(count(agent.busyNs() / NS_PER_SECOND, label.apply(agent))));
        metrics.metricSnapshot(busy.build());
        counters(metrics, "agent_cycles", "Duty cycles.", agents, label, NodeStatus.Agent::cycles);
        counters(
                metrics,
                "agent_busy_cycles",
                "Duty cycles that found work.",
                agents,
                label,
                NodeStatus.Agent::busyCycles);
        GaugeSnapshot.Builder longest = gauge("agent_longest_cycle_seconds", "The longest duty cycle so far.");
        agents.forEach(agent -> longest.dataPoint(value(agent.longestCycleNs() / NS_PER_SECOND, label.apply(agent))));
        metrics.metricSnapshot(longest.build());
    }

    // ---------------------------------------------------------------- building blocks

    private static <T> void gauges(
            MetricSnapshots.Builder metrics,
            String name,
            String help,
            List<T> items,
            Function<T, Labels> labels,
            ToLongFunction<T> value) {
        GaugeSnapshot.Builder gauge = gauge(name, help);
        items.forEach(item -> gauge.dataPoint(value(value.applyAsLong(item), labels.apply(item))));
        metrics.metricSnapshot(gauge.build());
    }

    private static <T> void counters(
            MetricSnapshots.Builder metrics,
            String name,
            String help,
            List<T> items,
            Function<T, Labels> labels,
            ToLongFunction<T> value) {
        CounterSnapshot.Builder counter = counter(name, help);
        items.forEach(item -> counter.dataPoint(count(value.applyAsLong(item), labels.apply(item))));
        metrics.metricSnapshot(counter.build());
    }

    private static void single(MetricSnapshots.Builder metrics, String name, String help, long value) {
        metrics.metricSnapshot(
                gauge(name, help).dataPoint(value(value, Labels.EMPTY)).build());
    }

    private static void total(MetricSnapshots.Builder metrics, String name, String help, long value) {
        metrics.metricSnapshot(
                counter(name, help).dataPoint(count(value, Labels.EMPTY)).build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name("lockstep_" + name).help(help);
    }

    private static CounterSnapshot.Builder counter(String name, String help) {
        return CounterSnapshot.builder().name("lockstep_" + name).help(help);
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot value(boolean yes, Labels labels) {
        return value(yes ? 1 : 0, labels);
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot value(long value, Labels labels) {
        return value((double) value, labels);
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot value(double value, Labels labels) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(labels)
                .build();
    }

    private static CounterSnapshot.CounterDataPointSnapshot count(long value, Labels labels) {
        return count((double) value, labels);
    }

    private static CounterSnapshot.CounterDataPointSnapshot count(double value, Labels labels) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .value(value)
                .labels(labels)
                .build();
    }

    private static Labels index(String name, int index) {
        return Labels.of(name, Integer.toString(index));
    }
}
