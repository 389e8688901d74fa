package io.lockstep.benchmarks.torture;

/** Breaks something in a protected pair under traffic, waits for what must follow, and checks it. */
@FunctionalInterface
interface FaultScript {
    /**
     * Plays the fault. Checks that fail are noted in the round; an exception ends the round as failed.
     *
     * @throws NotPossibleHere when this machine lacks what the fault needs
     */
    void play(Round round) throws Exception;
}
