package io.lockstep.benchmarks.performance.paced;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two paced nodes that protect each other, each on a core; the backup releases. Closing it ends both. One thread. */
public final class PacedPair implements AutoCloseable {
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int POLL_MS = 10;

    private final PacedProcess primary;
    private final PacedProcess backup;

    /**
     * What a pair is to be.
     *
     * @param workers of each node
     * @param owners of each node
     * @param function {@code nat} or {@code spread}
     * @param flows flows of all sources
     * @param frameBytes length of a frame without its check sequence
     * @param timed whether agents are timed and pauses noted
     */
    public record Shape(int workers, int owners, String function, int flows, int frameBytes, boolean timed) {}

    /**
     * Where it runs.
     *
     * @param home the daemon's, whose {@code etc/jvm.options} the nodes run with
     * @param directory for logs
     * @param primaryCore CPU of the primary's agents
     * @param backupCore CPU of the backup's
     * @param javaOptions further options of both JVMs, for whoever looks closer
     */
    public record Place(Path home, Path directory, int primaryCore, int backupCore, List<String> javaOptions) {
        /** Copies the list. */
        public Place {
            javaOptions = List.copyOf(javaOptions);
        }
    }

    /** What both nodes measured in the same time. */
    public record Windows(Window primary, Window backup) {}

    private PacedPair(PacedProcess primary, PacedProcess backup) {
        this.primary = primary;
        this.backup = backup;
    }

    /** Starts both and waits until the primary is protected. No packet flows yet. */
    public static PacedPair start(Place place, Shape shape) throws IOException, InterruptedException {
        List<Integer> ports = freePorts(2 * shape.workers());
        List<Integer> first = ports.subList(0, shape.workers());
        List<Integer> second = ports.subList(shape.workers(), ports.size());
        PacedProcess primary = node(place, shape, true, place.primaryCore(), first, second);
        PacedProcess backup = null;
        try {
            backup = node(place, shape, false, place.backupCore(), second, first);
            awaitState(primary, "protected");
            awaitState(backup, "in-sync");
            return new PacedPair(primary, backup);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (backup != null) {
                backup.close();
            }
            primary.close();
            throw e;
        }
    }

    /** Lets packets come, so many a second: 0, a number, or infinite for as many as the pair takes. */
    public void pace(double packetsPerSecond) throws IOException, InterruptedException {
        primary.pace(packetsPerSecond);
    }

    /** Lets time pass without measuring. */
    public void run(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    /** Measures for a while; fails when no packet went through. */
    public Windows measure(Duration duration) throws IOException, InterruptedException {
        primary.begin();
        backup.begin();
        Thread.sleep(duration);
        Windows windows = new Windows(primary.end(), backup.end());
        if (windows.primary().packets() == 0 || windows.backup().packets() == 0) {
            throw new IOException("no packet went through the pair in " + duration.toMillis()
                    + " ms; the primary counts " + windows.primary().atEnd() + ", the backup "
                    + windows.backup().atEnd());
        }
        return windows;
    }

    /** The primary's process. */
    public PacedProcess primary() {
        return primary;
    }

    /** The backup's process. */
    public PacedProcess backup() {
        return backup;
    }

    /** Where a node of the pair logs its safepoints, as long as the directory is there. */
    public static Path safepointLog(Path directory, boolean primary) {
        return directory.resolve("paced-" + name(primary) + ".safepoints");
    }

    @Override
    public void close() {
        try {
            primary.close();
        } finally {
            backup.close();
        }
    }

    private static PacedProcess node(
            Place place, Shape shape, boolean primary, int core, List<Integer> listen, List<Integer> peer)
            throws IOException {
        Path safepoints = safepointLog(place.directory(), primary);
        Files.deleteIfExists(safepoints); // the JVM would keep an older one under another name
        List<String> options = new ArrayList<>();
        options.add("@" + place.home().resolve("etc/jvm.options"));
        options.add("-XX:+DisplayVMOutputToStderr");
        // "tn" stamps each line with System.nanoTime.
        options.add("-Xlog:safepoint:file=" + safepoints + ":tn");
        options.addAll(place.javaOptions());
        return new PacedProcess(
                name(primary),
                options,
                new PacedSettings(
                        primary,
                        shape.workers(),
                        shape.owners(),
                        shape.function(),
                        shape.flows(),
                        shape.frameBytes(),
                        shape.timed(),
                        core,
                        listen,
                        peer),
                place.directory());
    }

    private static void awaitState(PacedProcess node, String wanted) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + START_TIMEOUT_NS;
        String state = node.state();
        while (!state.equals(wanted)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IOException("a node of the pair is " + state + " after "
                        + TimeUnit.NANOSECONDS.toSeconds(START_TIMEOUT_NS) + " s, expected " + wanted);
            }
            Thread.sleep(POLL_MS);
            state = node.state();
        }
    }

    /** Ports that nobody listens on; all held until the last is known, so that no two are the same. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }

    private static String name(boolean primary) {
        return primary ? "primary" : "backup";
    }
}
