package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.NodeStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How long a backup needs to become primary: from the moment at which the node takes up the request to the first packet that it
 * releases as primary, with its steps. A fresh pair for each promotion, some seconds old, real daemons, {@code kill -9} under load. The command's
 * own start is shown apart. What the backup has received and not yet executed is executed first, so the time depends on how far it lags:
 * under a load that the pair carries it hardly does, and at saturation its queues are full, which is shown apart too, in younger pairs.
 */
final class PromoteBenchmark implements Benchmark {
    private static final int PROMOTIONS = 50;
    private static final int SATURATED = 5;
    private static final long RECORDS_BEFORE = 400_000;
    private static final long RECORDS_BEFORE_SATURATED = 60_000;
    private static final int FLOWS = 1_024;
    /** Beside each packet of a flow, so many for other hosts: an endless replay has no pace, and looking at these takes time. */
    private static final int FOR_OTHERS = 15;

    private static final double FTMB_FASTEST_MS = 40;
    private static final String FTMB =
            "published: FTMB 40 to 275 ms (Sherry et al., Rollback-Recovery for Middleboxes, SIGCOMM 2015)";

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public String what() {
        return "request accepted to first packet of the new primary, " + PROMOTIONS + " promotions under load";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        List<Result> results = new ArrayList<>();
        boolean brief = lab.pace().equals(Pace.BRIEF);
        starts(lab, results);
        Path paced = write(lab.directory().resolve("paced.pcap"), FOR_OTHERS);
        promotions(lab, paced, "promote", 0, brief ? 1 : PROMOTIONS, RECORDS_BEFORE, results);
        if (!brief) {
            Path dense = write(lab.directory().resolve("dense.pcap"), 0);
            promotions(lab, dense, "promote/saturated", PROMOTIONS, SATURATED, RECORDS_BEFORE_SATURATED, results);
        }
        return results;
    }

    private static void starts(Lab lab, List<Result> results) throws Exception {
        String nobody = lab.directory().resolve("nobody.sock").toString();
        String aim = "<= 200";
        results.add(Result.alone("promote/start/version", CommandStart.medianMs(lab, "version"), "ms", aim));
        for (String command : List.of("status", "promote")) {
            double ms = CommandStart.medianMs(lab, command, "--socket", nobody);
            results.add(Result.alone("promote/start/" + command, ms, "ms", aim));
        }
    }

    private static void promotions(
            Lab lab, Path capture, String name, int first, int count, long records, List<Result> results)
            throws Exception {
        NodeStatus.Promotion[] seen = new NodeStatus.Promotion[count];
        double[] rates = new double[count];
        double[] backlogs = new double[count];
        for (int i = 0; i < count; i++) {
            try (PromotePair pair = PromotePair.start(lab, first + i, capture)) {
                rates[i] = pair.awaitLoad(records) / 1e6;
                seen[i] = pair.promote();
                backlogs[i] = pair.executedInPromotion();
            }
        }
        Arrays.sort(rates);
        Arrays.sort(backlogs);
        boolean main = name.equals("promote");
        double[] ms = sorted(seen, it -> it.firstReleaseAtUs() - it.acceptedAtUs());
        results.add(Result.alone(name + "/load", median(rates), "M packets/s", ""));
        results.add(Result.alone(name + "/backlog/median", median(backlogs), "records", ""));
        results.add(Result.alone(name + "/backlog/max", backlogs[backlogs.length - 1], "records", ""));
        results.add(Result.beside(name + "/median", median(ms), "ms", FTMB_FASTEST_MS, FTMB, main ? "<= 1" : ""));
        results.add(Result.alone(name + "/p90", ms[ms.length * 9 / 10], "ms", ""));
        results.add(Result.beside(name + "/max", ms[ms.length - 1], "ms", FTMB_FASTEST_MS, FTMB, main ? "<= 10" : ""));
        step(results, seen, name + "/1-epoch-on-disk", it -> it.epochSavedAtUs() - it.acceptedAtUs());
        step(results, seen, name + "/2-drained", it -> it.drainedAtUs() - it.epochSavedAtUs());
        step(results, seen, name + "/3-live", it -> it.primaryAtUs() - it.drainedAtUs());
        step(results, seen, name + "/4-first-packet", it -> it.firstReleaseAtUs() - it.primaryAtUs());
    }

    private static void step(
            List<Result> results, NodeStatus.Promotion[] seen, String name, ToLongFunction<NodeStatus.Promotion> us) {
        double[] ms = sorted(seen, us);
        results.add(Result.alone(name + "/median", median(ms), "ms", ""));
        results.add(Result.alone(name + "/max", ms[ms.length - 1], "ms", ""));
    }

    private static Path write(Path file, int forOthers) throws IOException {
        try (CaptureWriter writer = new CaptureWriter(file)) {
            for (int flow = 0; flow < FLOWS; flow++) {
                byte[] frame = Frames.udp(
                        Frames.ipv4("10.0.1.0") + flow % 256,
                        20_000 + flow,
                        Frames.ipv4("198.18.0.1"),
                        80,
                        Frames.SHORTEST_BYTES);
                for (int other = 0; other < forOthers; other++) {
                    writer.write(frame);
                }
                ByteBuffer.wrap(frame)
                        .putShort((short) (PromotePair.nodeMac() >>> 32))
                        .putInt((int) PromotePair.nodeMac());
                writer.write(frame);
            }
        }
        return file;
    }

    private static double[] sorted(NodeStatus.Promotion[] seen, ToLongFunction<NodeStatus.Promotion> us) {
        return Arrays.stream(seen)
                .mapToDouble(promotion -> us.applyAsLong(promotion) / 1e3)
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
