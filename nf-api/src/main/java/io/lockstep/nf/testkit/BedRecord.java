package io.lockstep.nf.testkit;

import java.util.ArrayList;
import java.util.List;

/** One input of a node, and what the node that saw it first did with it: what a primary sends to its backup, and more. */
final class BedRecord {
    static final int NO_TIMER = -1;

    final int worker;
    final long ordinal;
    final int port;
    final byte[] frame;
    final int timer;
    final long timeNs;
    final long randomSeed;

    /** The accesses in the order in which the packet made them, with their tags. */
    final List<BedAccess> accesses = new ArrayList<>();

    /** Null until the verdict. */
    BedOutcome outcome;

    BedRecord(int worker, long ordinal, int port, byte[] frame, int timer, long timeNs, long randomSeed) {
        this.worker = worker;
        this.ordinal = ordinal;
        this.port = port;
        this.frame = frame;
        this.timer = timer;
        this.timeNs = timeNs;
        this.randomSeed = randomSeed;
    }

    boolean isTimer() {
        return timer != NO_TIMER;
    }

    @Override
    public String toString() {
        return "record " + ordinal + " of worker " + worker + (isTimer() ? " (timer " + timer + ")" : "");
    }
}
