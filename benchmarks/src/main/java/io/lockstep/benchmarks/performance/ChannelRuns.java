package io.lockstep.benchmarks.performance;

import io.lockstep.replication.WorkerChannel;
import io.lockstep.replication.wire.RecordsFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The record stream beside plain TCP, measured in turn, once per run and packet size. */
final class ChannelRuns {
    private static final int LOOK_MS = 300;
    private static final int LONGEST_WARM_UP_MS = 4_000;
    private static final double STEADY = 0.05;
    private static final int FRAME_BYTES = RecordsFrame.HEADER_BYTES + RecordsFrame.BATCH_BYTES;

    private final Map<List<Integer>, Figures> taken = new HashMap<>();

    /**
     * What was seen, medians over the rounds.
     *
     * @param stream the channel
     * @param plain as many bytes by plain TCP
     */
    record Figures(Rate stream, Rate plain) {}

    /**
     * How fast a stream is, and what it costs who sends.
     *
     * @param records millions a second
     * @param senderNs of the sending thread for one record, waiting left out
     */
    record Rate(double records, double senderNs) {}

    /** The figures of packets of a length where the log is full, so that the channel writes as much at once as it ever does. */
    Figures of(Lab lab, int packetBytes) throws Exception {
        return of(lab, packetBytes, WorkerChannel.MOST_WRITE_BYTES / FRAME_BYTES * recordsPerFrame(packetBytes));
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

    private static int recordsPerFrame(int packetBytes) {
        return RecordsFrame.BATCH_BYTES / RecordStream.recordBytes(packetBytes);
    }

    private static Figures measure(Lab lab, int packetBytes, int burst) throws Exception {
        int recordBytes = RecordStream.recordBytes(packetBytes);
        int frames = Math.ceilDiv(burst, recordsPerFrame(packetBytes));
        int writeBytes = frames * RecordsFrame.HEADER_BYTES + burst * recordBytes;
        List<Rate> stream = new ArrayList<>();
        List<Rate> plain = new ArrayList<>();
        for (int round = 0; round < lab.pace().rounds(); round++) {
            int[] ports = freePorts();
            stream.add(rate(lab, new RecordStream(packetBytes, burst, ports[0], ports[1]), recordBytes));
            plain.add(rate(lab, new PlainTcp(writeBytes), recordBytes));
        }
        return new Figures(median(stream), median(plain));
    }

    private static Rate median(List<Rate> rates) {
        return new Rate(
                Turns.median(rates.stream().mapToDouble(Rate::records).toArray()),
                Turns.median(rates.stream().mapToDouble(Rate::senderNs).toArray()));
    }

    /** Once the rate no longer changes. */
    private static Rate rate(Lab lab, ByteStream stream, int recordBytes) throws Exception {
        try (StreamThreads threads = new StreamThreads(stream, lab.firstCore(), lab.secondCore())) {
            threads.awaitFlow();
            double last = 0;
            long deadlineNs =
                    System.nanoTime() + Math.min(LONGEST_WARM_UP_MS, lab.pace().warmUpMs()) * 1_000_000L;
            int lookMs = Math.min(LOOK_MS, lab.pace().windowMs());
            double records = over(threads, stream, lookMs, recordBytes).records();
            while (Math.abs(records - last) > STEADY * records && System.nanoTime() < deadlineNs) {
                last = records;
                records = over(threads, stream, lookMs, recordBytes).records();
            }
            return over(threads, stream, lab.pace().windowMs(), recordBytes);
        }
    }

    private static Rate over(StreamThreads threads, ByteStream stream, int ms, int recordBytes)
            throws InterruptedException, BenchmarkFailure {
        long fromNs = System.nanoTime();
        long from = threads.received();
        long sendingFromNs = stream.sendingNs();
        Thread.sleep(ms);
        double records = (double) (threads.received() - from) / recordBytes;
        return new Rate(records * 1e3 / (System.nanoTime() - fromNs), (stream.sendingNs() - sendingFromNs) / records);
    }

    /** Two ports of the loopback that nobody listens on. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }
}
