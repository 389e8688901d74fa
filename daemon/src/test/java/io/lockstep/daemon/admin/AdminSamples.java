package io.lockstep.daemon.admin;

import java.util.List;
import java.util.Map;

/** A node's answers for tests. */
public final class AdminSamples {
    private AdminSamples() {}

    /** A status with every field filled in. */
    public static NodeStatus status(String role, String protection) {
        return new NodeStatus(
                "node-a",
                "1.2.3",
                42,
                1_700_000_000_000_000L,
                role,
                "solo",
                7,
                protection,
                "promoted by an operator",
                new NodeStatus.Promotion(1_700_000_001_000_000L, 1_700_000_001_000_400L, 1_700_000_001_000_900L),
                List.of(new NodeStatus.Port(
                        "lan", "net_af_packet0", "02:00:00:00:00:01", "10.0.0.1/24", true, 10, 9, 1)),
                List.of(new NodeStatus.Worker(0, 3, 7, 0, 1000, 990, 10 << 10, 16384 << 10)),
                List.of(new NodeStatus.Owner(0, 5000, 2, 3 << 20, 40, 3)),
                List.of(new NodeStatus.Channel(0, "streaming", "192.168.7.2:7400", 1, 2, 3, "a stranger")),
                List.of(new NodeStatus.Agent("worker-0", 2_500_000_000L, 8000, 6000, 1_500_000)),
                new NodeStatus.Counts(10, 1, 0, 2, 9, 1, 0),
                Map.of("nat.pool-empty", 4L, "nat.table-full", 0L));
    }
}
