package io.lockstep.benchmarks.performance;

import io.lockstep.replication.wire.RecordsFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The record stream beside plain TCP, measured in turn, once per run and packet size. */
final class ChannelRuns {
    private static final int LOOK_MS = 300;
    private static final int LONGEST_WARM_UP_MS = 4_000;
    private static final double STEADY = 0.05;

    private final Map<List<Integer>, Figures> taken = new HashMap<>();

    /**
     * Millions of records a second.
     *
     * @param records through the channel
     * @param plain that plain TCP would carry, by bytes
     */
    record Figures(double records, double plain) {}

    /** The figures of packets of a length where the log is full, so that the channel writes as much at once as it ever does. */
    Figures of(Lab lab, int packetBytes) throws Exception {
        return of(lab, packetBytes, RecordsFrame.BATCH_BYTES / RecordStream.recordBytes(packetBytes));
    }

    /** The figures of packets of a length that come in bursts of so many, each written on its own. */
    Figures of(Lab lab, int packetBytes, int burst) throws Exception {
        List<Integer> key = List.of(packetBytes, burst);
        Figures figures = taken.get(key);
        if (figures == null) {
            figures = measure(lab, packetBytes, burst);
            taken.put(key, figures);
        }
        return figures;
    }

    private static Figures measure(Lab lab, int packetBytes, int burst) throws Exception {
        int recordBytes = RecordStream.recordBytes(packetBytes);
        double[] bytesPerUs = Turns.medians(
                lab.pace().rounds(),
                () -> {
                    int[] ports = freePorts();
                    return rate(lab, new RecordStream(packetBytes, burst, ports[0], ports[1]));
                },
                () -> rate(lab, new PlainTcp(RecordsFrame.HEADER_BYTES + burst * recordBytes)));
        return new Figures(bytesPerUs[0] / recordBytes, bytesPerUs[1] / recordBytes);
    }

    /** Megabytes a second, once the rate no longer changes. */
    private static double rate(Lab lab, ByteStream stream) throws Exception {
        try (StreamThreads threads = new StreamThreads(stream, lab.firstCore(), lab.secondCore())) {
            threads.awaitFlow();
            double last = 0;
            long deadlineNs =
                    System.nanoTime() + Math.min(LONGEST_WARM_UP_MS, lab.pace().warmUpMs()) * 1_000_000L;
            int lookMs = Math.min(LOOK_MS, lab.pace().windowMs());
            double rate = over(threads, lookMs);
            while (Math.abs(rate - last) > STEADY * rate && System.nanoTime() < deadlineNs) {
                last = rate;
                rate = over(threads, lookMs);
            }
            return over(threads, lab.pace().windowMs());
        }
    }

    private static double over(StreamThreads threads, int ms) throws InterruptedException, BenchmarkFailure {
        long fromNs = System.nanoTime();
        long from = threads.received();
        Thread.sleep(ms);
        return (threads.received() - from) * 1e3 / (System.nanoTime() - fromNs);
    }

    /** Two ports of the loopback that nobody listens on. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }
}
