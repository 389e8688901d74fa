package io.lockstep.benchmarks.performance;

import java.util.List;

/**
 * What a duty cycle of an agent takes: something for itself, and something for each packet of its batch.
 *
 * @param perCycleNs per duty cycle that does something: rings, a system call
 * @param perPacketNs per packet
 */
record AgentCost(double perCycleNs, double perPacketNs) {
    /** The cost that fits measurements with the least sum of squared relative errors; neither part is below 0. */
    static AgentCost fit(List<AgentLoad> loads) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double e = 0;
        // Each measurement is the equation perCycle / y + perPacket * n / y = 1, with y ns and n packets per cycle.
        for (AgentLoad load : loads) {
            double u = 1 / load.nsPerCycle();
            double v = load.packetsPerCycle() / load.nsPerCycle();
            a += u * u;
            b += u * v;
            c += v * v;
            d += u;
            e += v;
        }
        double determinant = a * c - b * b;
        if (determinant <= 1e-9 * a * c) {
            throw new IllegalArgumentException(
                    "batches of one size only, in " + loads.size() + " measurements: expected several loads");
        }
        double perCycle = (d * c - e * b) / determinant;
        double perPacket = (a * e - b * d) / determinant;
        if (perCycle < 0) {
            return new AgentCost(0, e / c);
        }
        return perPacket < 0 ? new AgentCost(d / a, 0) : new AgentCost(perCycle, perPacket);
    }

    /** Nanoseconds per packet at a size of batches. */
    double nsPerPacket(double packetsPerCycle) {
        return perPacketNs + perCycleNs / packetsPerCycle;
    }
}
