package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The play: start the pair and the traffic, kill the primary, promote the backup, see what the client saw. */
final class DemoRun {
    static final String SERVER = "203.0.113.10";
    static final int HTTP_PORT = 8080;

    private static final int ECHO_PORT = 7000;
    private static final int PERIOD_MS = 50;
    private static final int NEW_FLOWS_EACH = 25;
    private static final double KILL_AT = 0.4;
    private static final int PROTECTED_WITHIN_SECONDS = 30;
    private static final long PROMOTE_WITHIN_MS = 10_000;
    private static final long SETTLE_MS = 2_000;
    private static final long SEED = 20_260_101;

    private final DemoOptions options;
    private final Stage stage;
    private final Figures figures = new Figures();
    private final PairNode nodeA;
    private final PairNode nodeB;
    private Tool server;

    DemoRun(DemoOptions options, Stage stage) throws IOException {
        this.options = options;
        this.stage = stage;
        this.nodeA = PairNode.primary(stage, options);
        this.nodeB = PairNode.backup(stage, options);
    }

    PairNode survivor() {
        return nodeB;
    }

    /** What has been measured so far. */
    Figures figures() {
        return figures;
    }

    Figures play() throws IOException, InterruptedException, DemoFailure {
        startPair();
        server = Tool.start(
                stage, "server", DemoServer.class, SERVER, Integer.toString(HTTP_PORT), Integer.toString(ECHO_PORT));
        server.await(Events.READY, 20);
        String expected = RandomStream.sha256(SEED, options.bytes());
        Tool client = startFlows();
        Ping ping = Ping.start(stage, SERVER);
        Download download = Download.start(stage, url(), (long) (options.bytes() * KILL_AT));
        Demo.say("downloading " + (options.bytes() >> 20) + " MiB; node-a dies at 40 %");
        download.awaitMark();
        failOver(client, download);
        client.tell("more " + NEW_FLOWS_EACH + " " + NEW_FLOWS_EACH);
        figures.put("new_flows", 2 * NEW_FLOWS_EACH);
        Download.Outcome outcome = download.await();
        long endNs = download.lastNs();
        Demo.say("the download has ended; the flows go on for " + SETTLE_MS / 1000 + " s");
        TimeUnit.MILLISECONDS.sleep(SETTLE_MS); // part of the play: flows live on beyond the download
        client.tell("stop");
        takeFlows(client.await(Events.RESULT, 30));
        takePing(ping.stop());
        takePromotion(nodeB.status());
        takeDownload(outcome, expected, endNs);
        takeServer(outcome);
        return figures;
    }

    /** The address of the download, for those who want another one. */
    String url() {
        return "http://%s:%d/stream?seed=%d&bytes=%d".formatted(SERVER, HTTP_PORT, SEED, options.bytes());
    }

    private void startPair() throws IOException, InterruptedException, DemoFailure {
        Demo.say("starting node-b (backup) and node-a (primary)");
        nodeB.start();
        nodeA.start();
        nodeA.awaitProtected(PROTECTED_WITHIN_SECONDS);
    }

    private Tool startFlows() throws IOException, InterruptedException, DemoFailure {
        Demo.say("the pair is protected; opening %d UDP and %d TCP flows"
                .formatted(options.udpFlows(), options.tcpFlows()));
        Tool client = Tool.start(
                stage,
                "client",
                DemoClient.class,
                SERVER,
                Integer.toString(ECHO_PORT),
                Integer.toString(options.udpFlows()),
                Integer.toString(options.tcpFlows()),
                Integer.toString(PERIOD_MS));
        Map<String, Object> ready = client.await(Events.READY, 30);
        if (!ready.get("flows").equals(ready.get("answered"))) {
            throw new DemoFailure("only " + ready.get("answered") + " of " + ready.get("flows")
                    + " flows got an answer through the pair");
        }
        return client;
    }

    private void failOver(Tool client, Download download) throws IOException, InterruptedException, DemoFailure {
        client.tell("mark");
        client.await(Events.MARKED, 5);
        long killUs = Events.nowUs();
        long killNs = System.nanoTime();
        long bytesAtKill = download.bytes();
        nodeA.kill();
        Demo.say("node-a is dead (kill -9 of process " + nodeA.pid() + "); lockstep promote on node-b");
        figures.put("killed_at_us", killUs);
        figures.put("killed_at_bytes", bytesAtKill);
        figures.put("killed_at_percent", 100.0 * bytesAtKill / options.bytes());
        figures.put("throughput_before_mb_per_s", bytesAtKill / 1e6 / download.secondsSinceFirstByte(killNs));
        promote();
    }

    /** Repeats only what was refused because the backup had not yet noticed that its primary is gone. */
    private void promote() throws IOException, InterruptedException, DemoFailure {
        long startNs = System.nanoTime();
        int refused = 0;
        while (true) {
            long commandNs = System.nanoTime();
            PairNode.Answer answer = nodeB.promote();
            long nowNs = System.nanoTime();
            if (answer.exitCode() == 0) {
                figures.put("promote_refused", refused);
                figures.put("promote_command_ms", (nowNs - commandNs) / 1e6);
                return;
            }
            refused++;
            if (answer.exitCode() != PairNode.Answer.REFUSED || (nowNs - startNs) / 1_000_000 > PROMOTE_WITHIN_MS) {
                throw new DemoFailure(
                        "lockstep promote failed with exit code " + answer.exitCode() + ": " + answer.text());
            }
        }
    }

    private void takeFlows(Map<String, Object> result) {
        figures.put("flows_seen_before_kill", result.get("flows_seen_before_mark"));
        figures.take(
                result,
                "flows_checked",
                "flows_mapping_changed",
                "external_ports_used_twice",
                "new_flows_answered",
                "tcp_flows",
                "tcp_flows_broken",
                "tcp_messages",
                "tcp_messages_unanswered",
                "udp_flows",
                "udp_messages",
                "udp_messages_lost",
                "udp_replies_twice",
                "problems");
        figures.put("client_silence_ms", result.get("silence_ms"));
        figures.put("client_silence_before_kill_ms", result.get("silence_before_mark_ms"));
        figures.put("kill_to_client_hears_ms", sinceKillMs(result.get("silence_end_us")));
    }

    private void takePing(Ping.Outcome outcome) {
        figures.put("pings", outcome.sent());
        figures.put("pings_lost", outcome.lost());
        figures.put("packets_lost", outcome.lost() + figures.number("udp_messages_lost"));
    }

    private void takePromotion(Map<String, Object> status) {
        figures.put("node_b_role", status.get("role"));
        figures.put("node_b_epoch", status.get("epoch"));
        figures.put("node_b_drops", status.get("drops"));
        if (!(status.get("promotion") instanceof Map<?, ?> promotion)) {
            return;
        }
        double acceptedMs = sinceKillMs(promotion.get("acceptedAtUs"));
        double releasedMs = sinceKillMs(promotion.get("firstReleaseAtUs"));
        figures.put("kill_to_accepted_ms", acceptedMs);
        figures.put("kill_to_primary_ms", sinceKillMs(promotion.get("primaryAtUs")));
        figures.put("kill_to_first_release_ms", releasedMs);
        figures.put("promote_to_first_release_ms", releasedMs - acceptedMs);
    }

    private double sinceKillMs(Object epochUs) {
        return epochUs instanceof Number number && number.longValue() > 0
                ? (number.longValue() - figures.number("killed_at_us")) / 1e3
                : Double.NaN;
    }

    private void takeDownload(Download.Outcome outcome, String expected, long endNs) {
        figures.put("download_bytes", outcome.bytes());
        figures.put("download_sha256", outcome.sha256());
        figures.put("download_sha256_ok", outcome.sha256().equals(expected));
        figures.put("curl_exit_code", outcome.exitCode());
        figures.put("curl_complaint", outcome.complaint());
        figures.put("download_connections", outcome.connections());
        long nowNs = System.nanoTime();
        double endUs = Events.nowUs() - (nowNs - endNs) / 1e3;
        double afterSeconds = (sinceKillMs((long) endUs) - figures.decimal("kill_to_first_release_ms")) / 1e3;
        figures.put(
                "throughput_after_mb_per_s",
                (outcome.bytes() - figures.number("killed_at_bytes")) / 1e6 / afterSeconds);
    }

    private void takeServer(Download.Outcome outcome) throws DemoFailure, InterruptedException {
        server.tell("report");
        Map<String, Object> result = server.await(Events.RESULT, 10);
        figures.put("server_http_connections", result.get("http_connections"));
        figures.put("download_requests", result.get("http_requests"));
        figures.put(
                "tcp_connection_survived",
                outcome.exitCode() == 0
                        && outcome.bytes() == options.bytes()
                        && outcome.connections() == 1
                        && figures.number("server_http_connections") == 1
                        && figures.number("download_requests") == 1);
    }
}
