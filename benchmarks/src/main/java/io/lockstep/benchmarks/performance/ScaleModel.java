package io.lockstep.benchmarks.performance;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many packets a node takes when each of its agents has a core: as many as the agents of the kind that saturates first. Flows spread
 * evenly, so each of <i>n</i> agents has an <i>n</i>-th of the packets.
 */
final class ScaleModel {
    private final Map<AgentKind, AgentCost> costs;

    ScaleModel(Map<AgentKind, AgentCost> costs) {
        this.costs = new EnumMap<>(costs);
    }

    /** A rate and what bounds it. */
    record Saturation(AgentKind first, double packetsPerSecond) {}

    AgentCost cost(AgentKind kind) {
        return costs.get(kind);
    }

    /** Where the first agents saturate, all handling batches of a size. */
    Saturation saturation(int workers, int owners, double packetsPerCycle) {
        Saturation least = null;
        for (Map.Entry<AgentKind, AgentCost> entry : costs.entrySet()) {
            double rate = entry.getKey().count(workers, owners)
                    * 1e9
                    / entry.getValue().nsPerPacket(packetsPerCycle);
            if (least == null || rate < least.packetsPerSecond()) {
                least = new Saturation(entry.getKey(), rate);
            }
        }
        return least;
    }
}
