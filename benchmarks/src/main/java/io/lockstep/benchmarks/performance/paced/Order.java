package io.lockstep.benchmarks.performance.paced;

/** What the agents' thread is to do from now on. Immutable; two orders are never the same one. */
final class Order {
    /** The running schedule goes on. */
    static final double AS_BEFORE = -1;

    private final double packetsPerSecond;
    private final Recording recording;

    /**
     * Makes an order.
     *
     * @param packetsPerSecond rate of the sources, as {@link Schedule} takes it, or {@link #AS_BEFORE}
     * @param recording where figures go
     */
    Order(double packetsPerSecond, Recording recording) {
        this.packetsPerSecond = packetsPerSecond;
        this.recording = recording;
    }

    double packetsPerSecond() {
        return packetsPerSecond;
    }

    Recording recording() {
        return recording;
    }

    boolean changesPace() {
        return packetsPerSecond != AS_BEFORE;
    }
}
