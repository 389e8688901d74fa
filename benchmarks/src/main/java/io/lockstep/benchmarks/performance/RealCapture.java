package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.demo.DemoClient;
import io.lockstep.benchmarks.demo.DemoFailure;
import io.lockstep.benchmarks.demo.DemoServer;
import io.lockstep.benchmarks.demo.Events;
import io.lockstep.benchmarks.demo.Stage;
import io.lockstep.benchmarks.demo.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A capture of what this machine's kernel sends, made when it is needed: real TCP connections and UDP exchanges between two network
 * namespaces, recorded by {@code tcpdump} at the inside hosts, and of that the frames from inside to outside.
 */
final class RealCapture {
    private static final String ECHO_PORT = "7777";
    private static final String HTTP_PORT = "8080";
    private static final String BULK_PORT = "9000";
    private static final String ECHO_FLOWS = "150"; // of each protocol
    private static final String ECHO_PERIOD_MS = "100";
    private static final int DRAIN_MS = 1_000;
    private static final int UP_WITHIN_S = 20;
    private static final int DONE_WITHIN_S = 40;
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String TCPDUMP = "tcpdump";

    private final Stage stage;

    private RealCapture(Stage stage) {
        this.stage = stage;
    }

    /** Makes one in a folder; takes some seconds. Namespaces and processes are gone afterwards, also where it fails. */
    static CaptureFilter.Selection make(Path directory) throws IOException, InterruptedException, DemoFailure {
        Path recorded = directory.resolve("kernel-both-ways.pcap");
        try (CaptureNetwork network =
                        new CaptureNetwork("lc" + ProcessHandle.current().pid());
                Stage stage = new Stage(network.run(), Files.createDirectories(directory.resolve("capture")))) {
            Thread hook = new Thread(stage::close, "end-capture");
            Runtime.getRuntime().addShutdownHook(hook);
            new RealCapture(stage).record(recorded);
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        CaptureFilter.Selection selection = CaptureFilter.outbound(recorded, directory.resolve("kernel.pcap"));
        Files.delete(recorded);
        if (selection.tcpPackets() == 0 || selection.udpPackets() == 0) {
            throw new DemoFailure("tcpdump has recorded " + selection.describe()
                    + " from inside to outside, expected packets of both protocols");
        }
        return selection;
    }

    private void record(Path file) throws IOException, InterruptedException, DemoFailure {
        Process tcpdump = startTcpdump(file);
        Tool server = Tool.start(
                stage, CaptureNetwork.OUTSIDE, DemoServer.class, CaptureNetwork.SERVER, HTTP_PORT, ECHO_PORT);
        Tool bulkServer =
                Tool.start(stage, CaptureNetwork.OUTSIDE, CaptureServer.class, CaptureNetwork.SERVER, BULK_PORT);
        server.await(Events.READY, UP_WITHIN_S);
        bulkServer.await(Events.READY, UP_WITHIN_S);
        Tool echo = Tool.start(
                stage,
                CaptureNetwork.INSIDE,
                DemoClient.class,
                CaptureNetwork.SERVER,
                ECHO_PORT,
                ECHO_FLOWS,
                ECHO_FLOWS,
                ECHO_PERIOD_MS);
        echo.await(Events.READY, UP_WITHIN_S);
        Tool bulk = Tool.start(
                stage, CaptureNetwork.INSIDE, CaptureClient.class, CaptureNetwork.SERVER, BULK_PORT, HTTP_PORT);
        Map<String, Object> result = bulk.await(Events.RESULT, DONE_WITHIN_S);
        if (((Number) result.get("failed")).intValue() > 0) {
            throw new DemoFailure("of " + result.get("flows") + " flows to be recorded " + result.get("failed")
                    + " have failed: " + Files.readString(stage.log(CaptureNetwork.INSIDE)));
        }
        echo.tell("stop " + DRAIN_MS + " " + DRAIN_MS);
        echo.await(Events.RESULT, DONE_WITHIN_S);
        tcpdump.destroy(); // SIGTERM: it writes what it has
        if (!tcpdump.waitFor(UP_WITHIN_S, TimeUnit.SECONDS)) {
            throw new DemoFailure("tcpdump does not end: " + said());
        }
    }

    private Process startTcpdump(Path file) throws IOException, DemoFailure {
        Process tcpdump = stage.start(
                CaptureNetwork.INSIDE,
                TCPDUMP,
                TCPDUMP,
                "--immediate-mode",
                "-Z",
                "root", // who owns the folder
                "-i",
                CaptureNetwork.INTERFACE,
                "-w",
                file.toString());
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_WITHIN_S);
        while (!said().contains("listening on")) {
            if (!tcpdump.isAlive() || System.nanoTime() > deadlineNs) {
                throw new DemoFailure("tcpdump does not record: " + said());
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return tcpdump;
    }

    private String said() throws IOException {
        return Files.readString(stage.log(TCPDUMP)).strip();
    }
}
