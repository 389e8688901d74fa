package io.lockstep.benchmarks.torture;

import java.util.SplittableRandom;

/**
 * What varies from round to round, all of it from the seed, so that the seed repeats it.
 *
 * @param fault to play
 * @param seed of this round
 * @param workers of each node
 * @param owners of each node
 * @param dedicated whether each agent of a node has a thread of its own
 * @param faultAfterMs from the start of the download to the fault
 * @param variant for choices within a fault, such as how a link is cut
 * @param releaseByPrimary {@code release: primary} instead of {@code backup}
 */
record RoundPlan(
        Fault fault,
        long seed,
        int workers,
        int owners,
        boolean dedicated,
        long faultAfterMs,
        boolean variant,
        boolean releaseByPrimary) {
    private static final int MOST_WORKERS = 3;
    private static final int MOST_OWNERS = 3;
    private static final int DEDICATED_ONE_IN = 3;
    private static final int FAULT_AFTER_MS_LEAST = 400;
    private static final int FAULT_AFTER_MS_BELOW = 1200;

    static RoundPlan of(Fault fault, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new RoundPlan(
                fault,
                seed,
                1 + random.nextInt(MOST_WORKERS),
                1 + random.nextInt(MOST_OWNERS),
                random.nextInt(DEDICATED_ONE_IN) == 0,
                random.nextInt(FAULT_AFTER_MS_LEAST, FAULT_AFTER_MS_BELOW),
                random.nextBoolean(),
                random.nextBoolean() && fault.isForBothHomes());
    }

    String shape() {
        return workers + " workers, " + owners + " owners, " + (dedicated ? "dedicated" : "shared")
                + (releaseByPrimary ? ", release: primary" : "");
    }
}
