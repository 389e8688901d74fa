package io.lockstep.benchmarks.performance;

/**
 * What the agents of one kind took in one measurement.
 *
 * @param ns CPU time of the duty cycles that did something
 * @param cycles their number
 * @param packets that went through them
 */
record AgentLoad(double ns, long cycles, long packets) {
    double packetsPerCycle() {
        return (double) packets / cycles;
    }

    double nsPerCycle() {
        return ns / cycles;
    }

    double nsPerPacket() {
        return ns / packets;
    }
}
