package io.lockstep.benchmarks.performance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two sides measured in turn, so that what the machine does meanwhile meets both. */
final class Turns {
    private Turns() {}

    /** One measurement. */
    @FunctionalInterface
    interface Measurement {
        double take() throws Exception;
    }

    /** The medians of the sides, each measured as often as there are rounds. */
    static double[] medians(int rounds, Measurement... sides) throws Exception {
        List<double[]> seen = new ArrayList<>();
        for (int side = 0; side < sides.length; side++) {
            seen.add(new double[rounds]);
        }
        for (int round = 0; round < rounds; round++) {
            for (int side = 0; side < sides.length; side++) {
                seen.get(side)[round] = sides[side].take();
            }
        }
        return seen.stream().mapToDouble(Turns::median).toArray();
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
