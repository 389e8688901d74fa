package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.demo.DemoClient;
import io.lockstep.benchmarks.demo.DemoFailure;
import io.lockstep.benchmarks.demo.DemoServer;
import io.lockstep.benchmarks.demo.Download;
import io.lockstep.benchmarks.demo.Events;
import io.lockstep.benchmarks.demo.RandomStream;
import io.lockstep.benchmarks.demo.Stage;
import io.lockstep.benchmarks.demo.Tool;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A round's traffic through the pair, by the demo's tools: numbered messages over UDP and TCP flows, and one download. */
final class Traffic {
    static final int NEW_FLOWS_EACH = 5;

    private static final String SERVER = "203.0.113.10";
    private static final int HTTP_PORT = 8080;
    private static final int ECHO_PORT = 7000;
    private static final int UDP_FLOWS = 60;
    private static final int TCP_FLOWS = 20;
    private static final int PERIOD_MS = 100;
    private static final long BYTES_PER_SECOND = 1 << 20;
    private static final int READY_SECONDS = 20;
    private static final int RESULT_SECONDS = 30;
    private static final long USUAL_DRAIN_MS = 1_000;
    private static final long PATIENT_DRAIN_MS = 15_000;

    private final Stage stage;
    private final RoundPlan plan;
    private final long bytes;
    private final Tool server;
    private final Tool client;
    private Download download;

    /** Starts server and client; the pair need not be up for that. */
    Traffic(Stage stage, RoundPlan plan, long freezeMs) throws IOException {
        this.stage = stage;
        this.plan = plan;
        this.bytes = (plan.fault().downloadSeconds() * 1000L + freezeMs) * BYTES_PER_SECOND / 1000;
        this.server = Tool.start(
                stage, "server", DemoServer.class, SERVER, Integer.toString(HTTP_PORT), Integer.toString(ECHO_PORT));
        this.client = Tool.start(
                stage,
                "client",
                DemoClient.class,
                SERVER,
                Integer.toString(ECHO_PORT),
                "0",
                "0",
                Integer.toString(PERIOD_MS));
    }

    /** Opens the flows and begins the download; returns once all flows have had a reply and the time for the fault has come. */
    void start() throws IOException, InterruptedException, DemoFailure {
        server.await(Events.READY, READY_SECONDS);
        client.await(Events.READY, READY_SECONDS);
        open(UDP_FLOWS, TCP_FLOWS);
        String url = "http://%s:%d/stream?seed=%d&bytes=%d&rate=%d"
                .formatted(SERVER, HTTP_PORT, plan.seed() & 0xffff_ffffL, bytes, BYTES_PER_SECOND);
        download = Download.start(stage, url, plan.faultAfterMs() * BYTES_PER_SECOND / 1000);
        download.awaitMark();
    }

    /** What comes from now on is after the fault. */
    void mark() throws DemoFailure, InterruptedException {
        client.tell("mark");
        client.await(Events.MARKED, 5);
    }

    /** Opens flows beside those that have seen the fault. */
    void openNewFlows() throws IOException, DemoFailure, InterruptedException {
        open(NEW_FLOWS_EACH, NEW_FLOWS_EACH);
    }

    private void open(int udp, int tcp) throws IOException, DemoFailure, InterruptedException {
        client.tell("more " + udp + " " + tcp);
        Map<String, Object> ready = client.await(Events.READY, READY_SECONDS);
        if (!ready.get("flows").equals(ready.get("answered"))) {
            throw new DemoFailure("only " + ready.get("answered") + " of " + ready.get("flows")
                    + " flows got an answer through the pair; TCP connections of the client: " + tcpStates("client")
                    + ", of the server: " + tcpStates("server"));
        }
    }

    private Map<String, Integer> tcpStates(String role) throws IOException, InterruptedException {
        Map<String, Integer> states = new TreeMap<>();
        for (String connection : Shell.in(stage.namespace(role), "ss", "-Htan").split("\n", -1)) {
            states.merge(connection.split(" ", 2)[0], 1, Integer::sum);
        }
        return states;
    }

    /** Waits until the download has got on by a good bit: traffic flows again. */
    void awaitProgress() throws Exception {
        long before = download.bytes();
        Bound.await(
                "the download goes on",
                () -> download.bytes() + " bytes, " + before + " before",
                () -> download.bytes() >= Math.min(bytes, before + BYTES_PER_SECOND / 4));
    }

    /** Bytes of the download that have not arrived. */
    long bytesLeft() {
        return bytes - download.bytes();
    }

    /** Waits for the end of the download. */
    Download.Outcome awaitDownload() throws IOException, InterruptedException {
        return download.await();
    }

    long bytesExpected() {
        return bytes;
    }

    String sha256Expected() {
        return RandomStream.sha256(plan.seed() & 0xffff_ffffL, bytes);
    }

    /** Stops the flows and waits for what is outstanding: for as long as something may still come, if it is only late. */
    Map<String, Object> stop(Fault.Aftermath aftermath) throws DemoFailure, InterruptedException {
        client.tell(
                switch (aftermath) {
                    case NOTHING_LOST -> "stop " + PATIENT_DRAIN_MS + " " + PATIENT_DRAIN_MS;
                    case SURVIVES -> "stop " + USUAL_DRAIN_MS + " " + PATIENT_DRAIN_MS;
                    case SILENCE -> "stop " + USUAL_DRAIN_MS + " " + USUAL_DRAIN_MS;
                });
        return client.await(Events.RESULT, RESULT_SECONDS);
    }

    /** What the server has counted. */
    Map<String, Object> served() throws DemoFailure, InterruptedException {
        server.tell("report");
        return server.await(Events.RESULT, READY_SECONDS);
    }
}
