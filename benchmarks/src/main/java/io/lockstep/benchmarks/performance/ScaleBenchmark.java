package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.ScaleModel.Saturation;
import io.lockstep.benchmarks.performance.paced.PacedPair;
import io.lockstep.benchmarks.performance.paced.PacedPair.Windows;
import io.lockstep.benchmarks.performance.paced.Window;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a packet costs each kind of agent with more workers and owners, all on one core per node, and from that where the first agent would
 * saturate if each had a core: a model fitted to one worker at several loads, held against what was measured with more of them.
 */
final class ScaleBenchmark implements Benchmark {
    /** The picture that a run leaves in the lab's folder. */
    static final String PLOT = "scale.svg";

    private static final Duration WARM_UP = Duration.ofMillis(3500);
    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final Duration MEASURED = Duration.ofMillis(600);
    private static final int TRIES = 3;
    private static final double[] LOADS = {0.5, 0.1};
    private static final int FLOWS = 20_000;
    private static final int FRAME_BYTES = 64;
    private static final int[] WORKERS = {1, 2, 4, 8};
    private static final int[] OWNERS = {1, 2, 4};
    private static final int[][] CHECKED = {{2, 1}, {4, 1}, {8, 1}, {2, 2}, {4, 4}, {8, 4}};
    /** A worker's burst, beyond which no batch need grow; and half of what may be in flight of one worker, where agents are backed up. */
    private static final int[] BATCHES = {32, 128};

    /** A node of the pair. */
    private enum Side {
        PRIMARY,
        BACKUP;

        Window of(Windows windows) {
            return this == PRIMARY ? windows.primary() : windows.backup();
        }

        String label() {
            return "scale/" + (this == PRIMARY ? "primary" : "backup");
        }
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String what() {
        return "cost of a packet by agent with 1 to 8 workers and 1 to 4 owners, and the model that follows";
    }

    @Override
    public List<Result> run(Lab lab) throws Exception {
        List<Windows> fitted = new ArrayList<>();
        for (int owners : OWNERS) {
            fitted.addAll(measure(lab, 1, owners, LOADS));
        }
        Map<Side, ScaleModel> models = new EnumMap<>(Side.class);
        List<Result> results = new ArrayList<>();
        for (Side side : Side.values()) {
            models.put(side, fit(side, fitted));
            results.addAll(costs(side, models.get(side)));
        }
        List<ScalePlot.Shape> drawn = new ArrayList<>();
        for (int[] shape : CHECKED) {
            Windows windows = measure(lab, shape[0], shape[1]).getFirst();
            for (Side side : Side.values()) {
                results.addAll(check(side, models.get(side), shape[0], shape[1], windows));
            }
            drawn.add(new ScalePlot.Shape(
                    "%d workers, %d owner%s".formatted(shape[0], shape[1], shape[1] == 1 ? "" : "s"),
                    byModel(Side.PRIMARY, models.get(Side.PRIMARY), windows),
                    byModel(Side.BACKUP, models.get(Side.BACKUP), windows)));
        }
        for (Side side : Side.values()) {
            results.addAll(predictions(side, models.get(side)));
        }
        Files.writeString(lab.directory().resolve(PLOT), ScalePlot.svg(drawn));
        return results;
    }

    /** The pair at its highest load, then at parts of that. */
    private static List<Windows> measure(Lab lab, int workers, int owners, double... loads) throws Exception {
        PacedPair.Place place =
                new PacedPair.Place(lab.home(), lab.directory(), lab.firstCore(), lab.secondCore(), List.of());
        List<Windows> measured = new ArrayList<>();
        try (PacedPair pair =
                PacedPair.start(place, new PacedPair.Shape(workers, owners, "spread", FLOWS, FRAME_BYTES, true))) {
            pair.pace(Double.POSITIVE_INFINITY);
            pair.run(lab.pace().of(WARM_UP));
            Windows saturated = calmest(pair, lab.pace().of(MEASURED));
            measured.add(saturated);
            for (double load : loads) {
                pair.pace(load * saturated.backup().releasedPerSecond());
                pair.run(lab.pace().of(SETTLE));
                measured.add(calmest(pair, lab.pace().of(MEASURED)));
            }
        }
        return measured;
    }

    /** Of several measurements the one in which the nodes were disturbed least. */
    private static Windows calmest(PacedPair pair, Duration duration) throws Exception {
        Windows calmest = null;
        for (int i = 0; i < TRIES; i++) {
            Windows windows = pair.measure(duration);
            if (calmest == null || onCpuShare(windows) > onCpuShare(calmest)) {
                calmest = windows;
            }
        }
        return calmest;
    }

    private static double onCpuShare(Windows windows) {
        return Math.min(windows.primary().onCpuShare(), windows.backup().onCpuShare());
    }

    private static ScaleModel fit(Side side, List<Windows> measured) {
        Map<AgentKind, AgentCost> costs = new EnumMap<>(AgentKind.class);
        for (AgentKind kind : AgentKind.values()) {
            costs.put(
                    kind,
                    AgentCost.fit(measured.stream()
                            .map(windows -> kind.load(side.of(windows)))
                            .toList()));
        }
        return new ScaleModel(costs);
    }

    private static List<Result> costs(Side side, ScaleModel model) {
        List<Result> results = new ArrayList<>();
        for (AgentKind kind : AgentKind.values()) {
            AgentCost cost = model.cost(kind);
            String name = side.label() + " " + kind.label();
            results.add(Result.alone(name + " per packet", cost.perPacketNs(), "ns/packet", ""));
            results.add(Result.alone(name + " per duty cycle", cost.perCycleNs(), "ns/cycle", ""));
        }
        return results;
    }

    private static List<Result> check(Side side, ScaleModel model, int workers, int owners, Windows windows) {
        List<Result> results = new ArrayList<>();
        for (AgentKind kind : AgentKind.values()) {
            AgentLoad load = kind.load(side.of(windows));
            results.add(Result.beside(
                    "%s %d workers, %d owners: %s".formatted(side.label(), workers, owners, kind.label()),
                    load.nsPerPacket(),
                    "ns/packet",
                    model.cost(kind).nsPerPacket(load.packetsPerCycle()),
                    "the model, at the %.0f packets per duty cycle that were seen".formatted(load.packetsPerCycle()),
                    ""));
        }
        return results;
    }

    /** What was measured, by what the model says for the batches that were seen. */
    private static Map<AgentKind, Double> byModel(Side side, ScaleModel model, Windows windows) {
        Map<AgentKind, Double> ratios = new EnumMap<>(AgentKind.class);
        for (AgentKind kind : AgentKind.values()) {
            AgentLoad load = kind.load(side.of(windows));
            ratios.put(kind, load.nsPerPacket() / model.cost(kind).nsPerPacket(load.packetsPerCycle()));
        }
        return ratios;
    }

    private static List<Result> predictions(Side side, ScaleModel model) {
        List<Result> results = new ArrayList<>();
        for (int workers : WORKERS) {
            for (int owners : OWNERS) {
                Saturation burst = model.saturation(workers, owners, BATCHES[0]);
                Saturation backedUp = model.saturation(workers, owners, BATCHES[1]);
                results.add(new Result(
                        "%s %d workers, %d owners: predicted".formatted(side.label(), workers, owners),
                        burst.packetsPerSecond() / 1e6,
                        "M packets/s",
                        null,
                        null,
                        "a core for each agent, batches of %d: the %s saturates first; batches of %d: %.1f, the %s"
                                .formatted(
                                        BATCHES[0],
                                        burst.first().label(),
                                        BATCHES[1],
                                        backedUp.packetsPerSecond() / 1e6,
                                        backedUp.first().label()),
                        ""));
            }
        }
        return results;
    }
}
