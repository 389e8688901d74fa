package io.lockstep.daemon.node;

import io.lockstep.daemon.Version;
import io.lockstep.daemon.admin.AdminHandler;
import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.daemon.config.Ipv4Prefix;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.PortSettings;
import io.lockstep.daemon.metrics.NodeFigures;
import io.lockstep.dpdk.PortStats;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.link.MacAddress;
import io.lockstep.runtime.nf.IndexedDropReason;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.worker.Worker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;

/** Answers the admin socket: reads what the agents publish, hands promotions to the conductor. Admin thread. */
final class NodeAdmin implements AdminHandler {
    private static final int PROMOTE_TIMEOUT_S = 10;

    private final NodeConfig config;
    private final Node node;
    private final DpdkPorts ports;
    private final List<AgentActivity> activities;
    private final long startedNs;
    private final long startedAtUs;

    NodeAdmin(NodeConfig config, Node node, DpdkPorts ports, List<AgentActivity> activities, NodeClock clock) {
        this.config = config;
        this.node = node;
        this.ports = ports;
        this.activities = activities;
        this.startedNs = clock.nanoTime();
        this.startedAtUs = TimeUnit.NANOSECONDS.toMicros(clock.epochNanos());
    }

    @Override
    public NodeStatus status() {
        Term term = node.term().get();
        NodeState state = node.conductor().state();
        return new NodeStatus(
                config.node().name(),
                Version.current().version(),
                ProcessHandle.current().pid(),
                startedAtUs,
                term.role().name().toLowerCase(Locale.ROOT),
                state.label(),
                term.epoch(),
                protection(state),
                term.reason(),
                promotion(),
                portStatuses(),
                workerStatuses(),
                ownerStatuses(),
                channelStatuses(),
                agentStatuses(),
                counts(),
                drops());
    }

    @Override
    public PromoteResult promote(PromotionKind kind) {
        CompletableFuture<io.lockstep.runtime.node.PromoteResult> answer =
                node.conductor().promote(kind);
        try {
            io.lockstep.runtime.node.PromoteResult result = answer.get(PROMOTE_TIMEOUT_S, TimeUnit.SECONDS);
            return result.accepted()
                    ? new PromoteResult(
                            true,
                            result.message(),
                            result.epoch(),
                            toUs(result.requestedNs()),
                            toUs(result.completedNs()))
                    : PromoteResult.refused(result.message(), result.epoch());
        } catch (TimeoutException e) {
            return PromoteResult.refused(
                    "the promotion is still under way after " + PROMOTE_TIMEOUT_S + " s (node is "
                            + node.conductor().state().label() + "); look at lockstep status and at the log",
                    node.term().get().epoch());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the promotion failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while promoting", e);
        }
    }

    /** What the metrics show beyond the status: everything that can be counted, also what has not occurred. */
    NodeFigures figures() {
        List<NodeFigures.Worker> workers = new ArrayList<>();
        for (int i = 0; i < node.workers().size(); i++) {
            WorkerCounters counters = node.counters().get(i);
            ChannelStatus channel = node.ends().get(i).status();
            workers.add(new NodeFigures.Worker(
                    counters.streamedTotal(),
                    counters.replayedTotal(),
                    counters.doneTotal(),
                    channel.discardedRecords()));
        }
        return new NodeFigures(
                status(),
                node.ends().stream().anyMatch(ends -> ends.status().peerDiverged()),
                workers,
                node.owners().stream().map(StateOwner::gapsSkipped).toList(),
                losses());
    }

    private String protection(NodeState state) {
        if (config.replication().isEmpty()) {
            return "none";
        }
        return switch (state) {
            case PROTECTED, IN_SYNC, HANDING_OVER, TAKING_OVER -> "protected";
            case SOLO, GOING_SOLO, GOING_LIVE -> "solo";
            case FENCED, DIVERGED -> "lost";
            default -> "waiting";
        };
    }

    private NodeStatus.Promotion promotion() {
        io.lockstep.runtime.node.PromoteResult last = node.conductor().lastPromotion();
        if (last == null) {
            return null;
        }
        long firstNs = node.workers().stream()
                .mapToLong(Worker::firstReleaseNs)
                .filter(ns -> ns != 0)
                .min()
                .orElse(0);
        return new NodeStatus.Promotion(
                toUs(last.requestedNs()), toUs(last.completedNs()), firstNs == 0 ? 0 : toUs(firstNs));
    }

    private List<NodeStatus.Port> portStatuses() {
        List<NodeStatus.Port> statuses = new ArrayList<>();
        for (PortSettings port : config.ports()) {
            PortStats stats = ports.stats(port.index());
            statuses.add(new NodeStatus.Port(
                    port.name(),
                    port.device(),
                    MacAddress.format(node.links().get(port.index()).mac()),
                    port.address().map(Ipv4Prefix::toString).orElse(""),
                    ports.link(port.index()).up(),
                    sum(counters -> counters.receivedTotal(port.index())),
                    sum(counters -> counters.releasedTotal(port.index())),
                    stats.imissed()));
        }
        return statuses;
    }

    private List<NodeStatus.Worker> workerStatuses() {
        List<NodeStatus.Worker> statuses = new ArrayList<>();
        for (int i = 0; i < node.workers().size(); i++) {
            WorkerCounters counters = node.counters().get(i);
            WorkerEnds ends = node.ends().get(i);
            statuses.add(new NodeStatus.Worker(
                    i,
                    node.workers().get(i).inFlight(),
                    node.workers().get(i).held(),
                    counters.heldBackTotal(),
                    counters.streamedTotal() + counters.replayedTotal(),
                    Math.max(ends.log().acknowledgedOrdinal(), ends.executed().get()),
                    ends.log().ring().bytesHeld() + ends.inbox().bytesHeld(),
                    ends.log().ring().capacityBytes()));
        }
        return statuses;
    }

    private List<NodeStatus.Owner> ownerStatuses() {
        List<NodeStatus.Owner> statuses = new ArrayList<>();
        for (int i = 0; i < node.owners().size(); i++) {
            StateOwner owner = node.owners().get(i);
            StateCheck check = node.checks().get(i);
            statuses.add(new NodeStatus.Owner(
                    i,
                    owner.nextSequence(),
                    owner.parked(),
                    check.state().stateBytes(),
                    check.checks(),
                    check.passes()));
        }
        return statuses;
    }

    private List<NodeStatus.Channel> channelStatuses() {
        List<NodeStatus.Channel> statuses = new ArrayList<>();
        config.replication().ifPresent(settings -> {
            for (int i = 0; i < node.ends().size(); i++) {
                ChannelStatus channel = node.ends().get(i).status();
                statuses.add(new NodeStatus.Channel(
                        i,
                        channel.state().name().toLowerCase(Locale.ROOT),
                        settings.peer().ofWorker(i).toString(),
                        channel.connections(),
                        channel.refusedConnections(),
                        channel.malformedFrames(),
                        channel.lastProblem()));
            }
        });
        return statuses;
    }

    private List<NodeStatus.Agent> agentStatuses() {
        return activities.stream()
                .map(agent -> new NodeStatus.Agent(
                        agent.name(), agent.busyNs(), agent.cycles(), agent.busyCycles(), agent.longestCycleNs()))
                .toList();
    }

    private NodeStatus.Counts counts() {
        long released = 0;
        for (PortSettings port : config.ports()) {
            released += sum(counters -> counters.releasedTotal(port.index()));
        }
        return new NodeStatus.Counts(
                sum(WorkerCounters::receivedTotal),
                sum(WorkerCounters::timersTotal),
                sum(WorkerCounters::replayedTotal),
                sum(WorkerCounters::emittedTotal),
                released,
                sum(WorkerCounters::doneTotal),
                sum(WorkerCounters::leftTotal));
    }

    /** Lost packets by reason; reasons that have not occurred are left out. */
    private Map<String, Long> drops() {
        Map<String, Long> drops = losses();
        drops.values().removeIf(count -> count == 0);
        return drops;
    }

    /** Lost packets by reason, the runtime's own first. */
    private Map<String, Long> losses() {
        Map<String, Long> losses = new LinkedHashMap<>();
        for (Loss loss : Loss.values()) {
            losses.put(loss.label(), sum(counters -> counters.lostTotal(loss.ordinal())));
        }
        if (config.release()
                == ReleaseHome.BACKUP) { // else this node holds their output still, and counts what it discards
            losses.merge(
                    Loss.UNACKNOWLEDGED.label(),
                    node.ends().stream()
                            .mapToLong(ends -> ends.status().discardedRecords())
                            .sum(),
                    Long::sum);
        }
        for (IndexedDropReason reason : node.functions().dropReasons()) {
            losses.put(reason.name(), sum(counters -> counters.lostTotal(reason.index())));
        }
        return losses;
    }

    private long sum(ToLongFunction<WorkerCounters> counter) {
        return node.counters().stream().mapToLong(counter).sum();
    }

    /** Microseconds since the epoch of a moment of the monotonic clock. */
    private long toUs(long monotonicNs) {
        return startedAtUs + TimeUnit.NANOSECONDS.toMicros(monotonicNs - startedNs);
    }
}
