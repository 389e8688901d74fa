package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.demo.DemoFailure;
import io.lockstep.benchmarks.demo.Download;
import io.lockstep.benchmarks.demo.Stage;
import io.lockstep.benchmarks.torture.Fault.Aftermath;
import io.lockstep.daemon.admin.NodeStatus;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One round: a fresh pair, traffic, the fault, and what must hold after each. */
final class Round {
    /** Above the pauses of a machine with two busy cores. */
    static final int PEER_TIMEOUT_MS = 1_500;

    private static final long QUIET_MS = 200;

    private final TortureOptions options;
    private final RoundPlan plan;
    private final Stage stage;
    private final Checks checks = new Checks();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final PairProcess nodeA;
    private final PairProcess nodeB;
    private final Cable cable;
    private final Traffic traffic;
    private final long startedNs = System.nanoTime();
    private Wire wire;
    private HostLosses hostsBefore;

    Round(TortureOptions options, RoundPlan plan, Stage stage, Path plugin) throws IOException {
        this.options = options;
        this.plan = plan;
        this.stage = stage;
        this.nodeA = new PairProcess(stage, options, plan, "a", plugin);
        this.nodeB = new PairProcess(stage, options, plan, "b", plugin);
        this.cable = new Cable(options.run());
        this.traffic = new Traffic(stage, plan, plan.fault().isFreeze() ? options.freezeMs() : 0);
    }

    /** Plays it. What is found lies in {@link #checks} and {@link #figures}, also after an exception. */
    void play() throws Exception {
        nodeB.start();
        nodeA.start();
        try (Wire counting = new Wire(options.run());
                Cable healing = cable) {
            wire = counting;
            hostsBefore = HostLosses.of(stage);
            forgetNeighbours();
            nodeA.awaitState("protected");
            figures.put("protected_ms", (System.nanoTime() - startedNs) / 1_000_000);
            traffic.start();
            figures.put("fault_ms", (System.nanoTime() - startedNs) / 1_000_000);
            plan.fault().script().play(this);
            figures.put("played_ms", (System.nanoTime() - startedNs) / 1_000_000);
            finish();
            healing.heal();
        }
    }

    // ---------------------------------------------------------------- for scripts

    RoundPlan plan() {
        return plan;
    }

    TortureOptions options() {
        return options;
    }

    /** Starts as primary. */
    PairProcess nodeA() {
        return nodeA;
    }

    /** Starts as backup. */
    PairProcess nodeB() {
        return nodeB;
    }

    Cable cable() {
        return cable;
    }

    Wire wire() {
        return wire;
    }

    Traffic traffic() {
        return traffic;
    }

    Checks checks() {
        return checks;
    }

    /** Notes a figure and shows it on the round's line. */
    void figure(String name, double value, String unit) {
        figures.put(name + "_" + unit, Math.round(value));
        checks.remark("%s %.0f %s".formatted(name.replace('_', ' '), value, unit));
    }

    /** Waits until the download, which was under way at the fault, goes on. */
    void awaitTraffic() throws Exception {
        checks.that(
                traffic.bytesLeft() > 0, "the download is under way when traffic has to go on", "it was over before");
        traffic.awaitProgress();
    }

    /** Client and server have to ask for the addresses of the pair again. */
    void forgetNeighbours() throws IOException, InterruptedException {
        for (String role : List.of("client", "server")) {
            Shell.run("ip", "-n", stage.namespace(role), "neigh", "flush", "dev", "eth0");
        }
    }

    /** Promotes node-b, whose primary is gone; repeats only what is refused because it has not noticed that yet. */
    void promoteB(boolean force) throws Exception {
        if (!force) {
            nodeB.awaitState("primary-lost");
        }
        PromoteResult result = nodeB.promote(force ? PromotionKind.FORCED : PromotionKind.TAKEOVER);
        checks.that(result.accepted(), "node-b can be promoted", result.message());
        checks.equal(2, result.epoch(), "is node-b's epoch");
        nodeB.await(
                "releases as primary",
                status -> status.promotion() != null && status.promotion().firstReleaseAtUs() != 0);
        NodeStatus.Promotion promotion = nodeB.status().promotion();
        figure("promote_to_release", (promotion.firstReleaseAtUs() - promotion.acceptedAtUs()) / 1e3, "ms");
    }

    /** Checks that a promotion of node-b is refused, for a reason. */
    void checkPromotionRefused(String reason) throws Exception {
        PromoteResult result = nodeB.promote(PromotionKind.TAKEOVER);
        checks.that(!result.accepted(), "promoting node-b is refused", result);
        checks.that(result.message().contains(reason), "the refusal says \"" + reason + "\"", result.message());
    }

    /** Waits until node-a has fenced itself; from then on nothing of it may reach the wire. */
    Wire.Frames awaitFenced() throws Exception {
        figure("fenced_within", nodeA.awaitState("fenced"), "ms");
        return wire.frames();
    }

    /** Waits until node-b, left behind, has released what it had received; at most once each, as late as it is. */
    Wire.Frames awaitQuietB() throws Exception {
        Wire.Frames[] last = {wire.frames()};
        Bound.await("node-b releases nothing more", () -> last[0].toString(), () -> {
            playOn(QUIET_MS);
            Wire.Frames before = last[0];
            last[0] = wire.frames();
            return last[0].ipOfB() == before.ipOfB();
        });
        return last[0];
    }

    // ---------------------------------------------------------------- the end

    private void finish() throws Exception {
        boolean silent = plan.fault().aftermath() == Aftermath.SILENCE;
        if (!silent) {
            traffic.openNewFlows();
            takeDownload(traffic.awaitDownload());
        }
        takeFlows(traffic.stop(plan.fault().aftermath()), silent);
        figures.put("round_ms", (System.nanoTime() - startedNs) / 1_000_000);
        checks.equal(0, number(traffic.served(), "udp_requests_twice"), "UDP messages reach the server twice");
        if (nodeA.isAlive() && nodeB.isAlive() && nodeA.status().state().equals("protected")) {
            checkSameAccesses();
        }
        for (PairProcess node : List.of(nodeA, nodeB)) {
            takeNode(node);
        }
    }

    private void takeDownload(Download.Outcome outcome) {
        checks.equal(0, outcome.exitCode(), "is curl's exit code " + outcome.complaint());
        checks.equal(1, outcome.connections(), "connection of curl");
        checks.equal(traffic.bytesExpected(), outcome.bytes(), "bytes downloaded");
        checks.that(outcome.sha256().equals(traffic.sha256Expected()), "the download is what was sent", outcome);
        figures.put("download_bytes", outcome.bytes());
    }

    private void takeFlows(Map<String, Object> result, boolean silent) throws Exception {
        figures.putAll(result);
        figures.remove("event");
        checks.equal(0, number(result, "udp_replies_twice"), "UDP messages answered twice");
        checks.equal(0, number(result, "flows_mapping_changed"), "flows with another external port than before");
        checks.equal(0, number(result, "external_ports_used_twice"), "external ports used by two flows");
        if (silent) {
            checks.remark("nothing is released");
            return;
        }
        checks.equal(0, number(result, "tcp_flows_broken"), "TCP connections broken " + result.get("problems"));
        checks.equal(0, number(result, "tcp_messages_unanswered"), "TCP messages unanswered");
        checks.equal(number(result, "flows_seen_before_mark"), number(result, "flows_checked"), "flows live on");
        checks.equal(2L * Traffic.NEW_FLOWS_EACH, number(result, "new_flows_answered"), "new flows work");
        if (plan.fault().aftermath() == Aftermath.NOTHING_LOST) {
            // What a host drops because nobody has answered its first ARP yet is lost before the pair comes into it.
            long lost = number(result, "udp_messages_lost") - number(result, "udp_messages_lost_early");
            checks.that(
                    lost == 0, "no UDP message of a flow that works is lost", lost + "; the nodes count " + losses());
        }
    }

    /** The pair is quiet but for timers: both nodes have run the same accesses, owner by owner. */
    private void checkSameAccesses() throws Exception {
        Bound.await("both nodes have run the same accesses", this::accesses, () -> {
            List<Long> ofA = accesses(nodeA);
            return ofA.equals(accesses(nodeB)) && ofA.equals(accesses(nodeA));
        });
        for (NodeStatus.Owner owner : nodeA.status().owners()) {
            checks.that(owner.accesses() > 1000, "owner " + owner.index() + " has had work", owner);
        }
        for (NodeStatus.Owner owner : nodeB.status().owners()) {
            checks.that(owner.digestChecks() > 0, "state of owner " + owner.index() + " was compared", owner);
        }
    }

    private static List<Long> accesses(PairProcess node) throws io.lockstep.daemon.admin.AdminException {
        return node.status().owners().stream().map(NodeStatus.Owner::accesses).toList();
    }

    private String accesses() {
        try {
            return nodeA.status().owners() + " and " + nodeB.status().owners();
        } catch (io.lockstep.daemon.admin.AdminException e) {
            return e.getMessage();
        }
    }

    private void takeNode(PairProcess node) throws Exception {
        if (node.isAlive()) {
            NodeStatus status = node.status();
            figures.put(status.name() + "_state", status.state());
            figures.put(status.name() + "_drops", status.drops());
            checks.that(!status.state().equals("diverged"), status.name() + " has not diverged", status.reason());
            checks.equal(
                    0,
                    status.channels().stream()
                            .mapToLong(NodeStatus.Channel::malformed)
                            .sum(),
                    "malformed frames");
            checks.equal(0, node.terminate(), "is " + status.name() + "'s exit code");
        }
        List<String> complaints = node.complaints();
        checks.that(complaints.isEmpty(), "the logs have no error", complaints);
    }

    Map<String, Object> figures() {
        return figures;
    }

    /** For a round that broke off: as much as can still be had of {@link #losses}. */
    String evidence() {
        try {
            return losses();
        } catch (Exception e) { // a node that is dead or frozen tells nothing
            return "nothing to be had: " + e.getMessage();
        }
    }

    /** Where packets may have gone: what the nodes and the hosts' kernels know. */
    private String losses() throws Exception {
        StringBuilder text = new StringBuilder(HostLosses.of(stage).since(hostsBefore) + "; ");
        for (PairProcess node : List.of(nodeA, nodeB)) {
            NodeStatus status = node.status();
            long missed = status.ports().stream()
                    .mapToLong(NodeStatus.Port::missedPackets)
                    .sum();
            long sent = status.ports().stream()
                    .mapToLong(NodeStatus.Port::txPackets)
                    .sum();
            text.append("%s: %d sent, %d missed, %s; ".formatted(status.name(), sent, missed, status.drops()));
        }
        return text.toString();
    }

    private static long number(Map<String, Object> result, String name) {
        if (result.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("there is no number " + name + " in " + result);
    }

    /** The round's stage goes on for so long: part of the play, nothing is waited for. */
    void playOn(long ms) throws InterruptedException, DemoFailure {
        java.util.concurrent.TimeUnit.MILLISECONDS.sleep(ms);
        if (stage.isClosed()) {
            throw new DemoFailure("interrupted");
        }
    }
}
