package io.lockstep.daemon.metrics;

import io.lockstep.daemon.admin.AdminSamples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures for tests: what belongs to {@link AdminSamples}. */
final class MetricsSamples {
    private MetricsSamples() {}

    static NodeFigures figures(String role, String protection, boolean peerDiverged) {
        Map<String, Long> losses = new LinkedHashMap<>();
        losses.put("tx-full", 5L);
        losses.put("no-route", 0L);
        losses.put("nat.pool-empty", 4L);
        return new NodeFigures(
                AdminSamples.status(role, protection),
                peerDiverged,
                List.of(new NodeFigures.Worker(900, 100, 30, 7)),
                List.of(6L),
                losses);
    }
}
