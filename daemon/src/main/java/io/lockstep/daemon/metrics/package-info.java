/**
 * Metrics for Prometheus: an HTTP listener that, asked, reads the counters that the agents publish anyway. Nothing here runs on
 * or is called by a worker, an owner or a channel. Names and alerts: {@code docs/metrics.md}.
 *
 * <pre>
 *   GET /metrics ─► {@link io.lockstep.daemon.metrics.MetricsServer}'s threads ─► NodeMetrics ─► {@link io.lockstep.daemon.metrics.NodeFigures} ─► counters
 * </pre>
 */
package io.lockstep.daemon.metrics;
