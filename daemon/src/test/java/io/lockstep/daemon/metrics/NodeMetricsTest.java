package io.lockstep.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of known figures. docs/metrics.md. */
final class NodeMetricsTest {
    @Test
    void shouldShowEveryFigureUnderItsName() throws IOException {
        List<String> expected = List.of(
                "lockstep_node_info{name=\"node-a\",version=\"1.2.3\"} 1",
                "lockstep_role{role=\"primary\"} 1.0",
                "lockstep_role{role=\"backup\"} 0.0",
                "lockstep_state{state=\"solo\"} 1.0",
                "lockstep_epoch 7.0",
                "lockstep_protected 0.0",
                "lockstep_diverged 0.0",
                "lockstep_peer_diverged 0.0",
                "lockstep_promotions_total 1.0",
                "lockstep_port_up{port=\"lan\"} 1.0",
                "lockstep_port_received_packets_total{port=\"lan\"} 10.0",
                "lockstep_port_released_packets_total{port=\"lan\"} 9.0",
                "lockstep_port_missed_packets_total{port=\"lan\"} 1.0",
                "lockstep_packets_lost_total{reason=\"tx-full\"} 5.0",
                "lockstep_packets_lost_total{reason=\"no-route\"} 0.0",
                "lockstep_packets_lost_total{reason=\"nat.pool-empty\"} 4.0",
                "lockstep_timers_total 1.0",
                "lockstep_packets_emitted_total 2.0",
                "lockstep_packets_left_total 0.0",
                "lockstep_packets_held{worker=\"0\"} 7.0",
                "lockstep_inputs_streamed_total{worker=\"0\"} 900.0",
                "lockstep_inputs_replayed_total{worker=\"0\"} 100.0",
                "lockstep_inputs_done_total{worker=\"0\"} 30.0",
                "lockstep_inputs_in_flight{worker=\"0\"} 3.0",
                "lockstep_records_acknowledged_total{worker=\"0\"} 990.0",
                "lockstep_log_held_bytes{worker=\"0\"} 10240.0",
                "lockstep_log_capacity_bytes{worker=\"0\"} 1.6777216E7",
                "lockstep_owner_next_sequence{owner=\"0\"} 5000.0",
                "lockstep_owner_parked_accesses{owner=\"0\"} 2.0",
                "lockstep_owner_digest_checks_total{owner=\"0\"} 40.0",
                "lockstep_owner_gaps_skipped_total{owner=\"0\"} 6.0",
                "lockstep_channel_connected{worker=\"0\"} 1.0",
                "lockstep_channel_connections_total{worker=\"0\"} 1.0",
                "lockstep_channel_refused_connections_total{worker=\"0\"} 2.0",
                "lockstep_channel_malformed_frames_total{worker=\"0\"} 3.0",
                "lockstep_channel_discarded_records_total{worker=\"0\"} 7.0",
                "lockstep_agent_busy_seconds_total{agent=\"worker-0\"} 2.5",
                "lockstep_agent_cycles_total{agent=\"worker-0\"} 8000.0",
                "lockstep_agent_busy_cycles_total{agent=\"worker-0\"} 6000.0",
                "lockstep_agent_longest_cycle_seconds{agent=\"worker-0\"} 0.0015");
        List<String> lines = rendered(MetricsSamples.figures("primary", "solo", false));
        for (String line : expected) {
            assertTrue(lines.contains(line), () -> line + " is not in\n" + String.join("\n", lines));
        }
    }

    @Test
    void shouldRaiseTheAlarmOfADivergedBackupOnBothNodes() throws IOException {
        assertTrue(rendered(MetricsSamples.figures("diverged", "lost", false)).contains("lockstep_diverged 1.0"));
        List<String> primary = rendered(MetricsSamples.figures("primary", "solo", true));
        assertTrue(primary.contains("lockstep_peer_diverged 1.0"));
        assertTrue(primary.contains("lockstep_diverged 0.0"));
        assertTrue(
                rendered(MetricsSamples.figures("backup", "protected", false)).contains("lockstep_protected 1.0"));
    }

    /** The manual has every metric, and no metric that is not there. */
    @Test
    void shouldDocumentEveryMetric() throws IOException {
        String manual = Files.readString(Path.of("../docs/metrics.md"));
        List<String> names = rendered(MetricsSamples.figures("primary", "solo", false)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .distinct()
                .toList();
        assertEquals(38, names.size(), names::toString);
        for (String name : names) {
            assertTrue(manual.contains("`" + name), name + " is not in docs/metrics.md");
        }
        Pattern.compile("lockstep_[a-z_]+")
                .matcher(manual)
                .results()
                .map(MatchResult::group)
                .forEach(word -> assertTrue(names.contains(word), word + " is no metric"));
    }

    private static List<String> rendered(NodeFigures figures) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, new NodeMetrics(() -> figures).collect());
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
