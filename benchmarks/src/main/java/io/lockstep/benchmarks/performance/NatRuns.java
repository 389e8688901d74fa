package io.lockstep.benchmarks.performance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** NAT with and without a pair, measured in turn; several benchmarks look at the same measurement, which is taken once in a run. */
final class NatRuns {
    private static final int FLOWS = 10_000;

    private final Map<Integer, Figures> taken = new HashMap<>();

    /**
     * What was seen at one packet size, medians over the rounds.
     *
     * @param soloRate millions of packets a second without a pair
     * @param pairRate and with
     * @param solo cost of a packet without a pair
     * @param primary cost with, on the primary
     * @param backup cost with, on the backup
     */
    record Figures(double soloRate, double pairRate, NodeCost solo, NodeCost primary, NodeCost backup) {}

    /** The figures of frames of a length, without frame check sequence. */
    Figures of(Lab lab, int frameBytes) throws Exception {
        Figures figures = taken.get(frameBytes);
        if (figures == null) {
            figures = measure(lab, frameBytes);
            taken.put(frameBytes, figures);
        }
        return figures;
    }

    private static Figures measure(Lab lab, int frameBytes) throws Exception {
        Path capture = Captures.flows(lab.directory(), FLOWS, frameBytes);
        Replay replay = new Replay(capture, FLOWS, frameBytes);
        String name = "nat-" + frameBytes;
        NodeFile file = replay.configure(lab, new NodeFile(lab, name + "-solo", "primary", lab.firstCore()));
        List<Load.Window> solo = new ArrayList<>();
        List<NatPairStage.Figures> pair = new ArrayList<>();
        try (BenchNode node = Load.warmAndFrozen(BenchNode.start(lab, file), lab.pace());
                NatPairStage stage = NatPairStage.warmAndFrozen(lab, name, replay)) {
            for (int round = 0; round < lab.pace().rounds(); round++) {
                solo.add(Load.thawedWindow(node, lab.pace()));
                pair.add(stage.window());
            }
        }
        return new Figures(
                median(solo, Load.Window::releasedRate),
                median(pair, NatPairStage.Figures::releasedRate),
                median(solo.stream().map(Load.Window::cost).toList()),
                median(pair.stream().map(NatPairStage.Figures::primary).toList()),
                median(pair.stream().map(NatPairStage.Figures::backup).toList()));
    }

    private static NodeCost median(List<NodeCost> costs) {
        return new NodeCost(
                median(costs, NodeCost::workerNs), median(costs, NodeCost::allNs), median(costs, NodeCost::threadNs));
    }

    private static <T> double median(List<T> seen, ToDoubleFunction<T> figure) {
        return Turns.median(seen.stream().mapToDouble(figure).toArray());
    }
}
