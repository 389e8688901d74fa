package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.NodeStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How long a backup needs to become primary: from the moment at which the node takes up the request to the first packet that it
 * releases as primary, with its steps. A fresh pair for each promotion, some seconds old, real daemons, {@code kill -9} under load. The
 * daemons have an AOT cache, made by the product's own tool in a training run. The command's own start is shown apart.
 *
 * <p>What the backup has received and not yet executed is executed first, so the time depends on how far it lags: under a load that the
 * pair carries it hardly does, and at saturation its queues are full, which is shown apart too, in younger pairs.
 */
final class PromoteBenchmark implements Benchmark {
    private static final int PROMOTIONS = 50;
    private static final int SATURATED = 5;
    private static final long RECORDS_BEFORE = 100_000;
    private static final long RECORDS_BEFORE_SATURATED = 60_000;
    private static final int FLOWS = 1_024;
    /** Beside each packet of a flow, so many for other hosts: an endless replay has no pace, and looking at these takes time. */
    private static final int FOR_OTHERS = 15;

    private static final int TRAINED_PAIR = PROMOTIONS + SATURATED;
    /** Of it the node needs two or three to start. */
    private static final int TRAINING_S = 6;

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
        Lab trained = trained(lab, paced, results);
        promotions(trained, paced, "promote", 0, brief ? 1 : PROMOTIONS, RECORDS_BEFORE, results);
        if (!brief) {
            Path dense = write(lab.directory().resolve("dense.pcap"), 0);
            promotions(trained, dense, "promote/saturated", PROMOTIONS, SATURATED, RECORDS_BEFORE_SATURATED, results);
        }
        return results;
    }

    /** The whole, the steps' medians and the commands' start are pictures of their own: of a length to be read at once. */
    @Override
    public Optional<String> picture(Result result) {
        boolean median = result.name().endsWith("/median");
        return switch (result.name().replace("promote/saturated/", "promote/").split("/", -1)[1]) {
            case "median", "max", "without-disk" -> Optional.of(name());
            case "start" -> Optional.of(name() + "-start");
            case "1-epoch-on-disk", "2-drained", "3-live", "4-first-packet" ->
                median ? Optional.of(name() + "-steps") : Optional.empty();
            default -> Optional.empty();
        };
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

    /** The daemon with an AOT cache, as an operator can have it; without one where it cannot be made, which the results then say. */
    private static Lab trained(Lab lab, Path capture, List<Result> results) throws InterruptedException {
        long startNs = System.nanoTime();
        String note;
        Lab chosen = lab;
        try {
            chosen = PromotePair.train(lab, TRAINED_PAIR, capture, TRAINING_S);
            note = "these daemons have an AOT cache, made by lockstep-make-cache --run: a backup under this load, "
                    + TRAINING_S + " s";
        } catch (BenchmarkFailure | IOException e) {
            note = "no AOT cache of the daemon could be made, these run without one: " + e.getMessage();
            Bench.say("  " + note);
        }
        results.add(Result.noted("promote/training", (System.nanoTime() - startNs) / 1e9, "s", note));
        return chosen;
    }

    private static void promotions(
            Lab lab, Path capture, String name, int first, int count, long records, List<Result> results)
            throws Exception {
        List<NodeStatus.Promotion> seen = new ArrayList<>();
        double[] rates = new double[count];
        double[] backlogs = new double[count];
        for (int i = 0; i < count; i++) {
            try (PromotePair pair = PromotePair.start(lab, first + i, capture)) {
                rates[i] = pair.awaitLoad(records) / 1e6;
                seen.add(pair.promote());
                backlogs[i] = pair.executedInPromotion();
            }
        }
        boolean main = name.equals("promote");
        double worst = Arrays.stream(backlogs).max().orElse(0);
        results.add(Result.alone(name + "/load", Turns.median(rates), "M packets/s", ""));
        results.add(Result.alone(name + "/backlog/median", Turns.median(backlogs), "records", ""));
        results.add(Result.alone(name + "/backlog/max", worst, "records", ""));
        results.addAll(PromotionFigures.of(name, seen, main ? "<= 1" : "", main ? "<= 10" : ""));
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
}
