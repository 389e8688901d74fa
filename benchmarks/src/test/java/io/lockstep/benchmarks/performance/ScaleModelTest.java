package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arithmetic of the scale benchmark. */
class ScaleModelTest {
    @Test
    void shouldFindTheCostThatMadeTheMeasurements() {
        AgentCost cost = AgentCost.fit(List.of(load(1, 10_060), load(16, 10_960), load(32, 11_920)));

        assertEquals(10_000, cost.perCycleNs(), 1e-6);
        assertEquals(60, cost.perPacketNs(), 1e-6);
        assertEquals(60 + 10_000 / 32.0, cost.nsPerPacket(32), 1e-6);
    }

    @Test
    void shouldNotLetEitherPartBeNegative() {
        AgentCost onlyPackets = AgentCost.fit(List.of(load(1, 50), load(10, 1000)));
        assertEquals(0, onlyPackets.perCycleNs());

        AgentCost onlyCycles = AgentCost.fit(List.of(load(1, 1000), load(10, 900)));
        assertEquals(0, onlyCycles.perPacketNs());
    }

    @Test
    void shouldRefuseToFitBatchesOfOneSize() {
        assertThrows(IllegalArgumentException.class, () -> AgentCost.fit(List.of(load(32, 500), load(32, 510))));
    }

    @Test
    void shouldNameTheKindThatSaturatesFirst() {
        ScaleModel model = new ScaleModel(Map.of(
                AgentKind.WORKER, new AgentCost(0, 100),
                AgentKind.OWNER, new AgentCost(0, 40),
                AgentKind.CHANNEL, new AgentCost(3200, 50)));

        assertEquals(new ScaleModel.Saturation(AgentKind.CHANNEL, 1e9 / 150), model.saturation(1, 1, 32));
        assertEquals(new ScaleModel.Saturation(AgentKind.OWNER, 1e9 / 40), model.saturation(8, 1, 32));
        assertEquals(AgentKind.CHANNEL, model.saturation(8, 4, 32).first());
        assertEquals(AgentKind.WORKER, model.saturation(1, 1, 128).first());
    }

    private static AgentLoad load(int packetsPerCycle, double nsPerCycle) {
        return new AgentLoad(nsPerCycle * 1000, 1000, packetsPerCycle * 1000L);
    }
}
