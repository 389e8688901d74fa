package io.lockstep.daemon.config;

/**
 * Section {@code metrics}: an HTTP listener for Prometheus.
 *
 * @param listen where it listens
 * @param listenPlace where that stands
 */
public record MetricsSettings(Endpoint listen, Place listenPlace) {
    static MetricsSettings read(Section metrics) {
        Endpoint listen =
                metrics.required("listen", "host:port to serve metrics at, such as 127.0.0.1:9464", Values::endpoint);
        return new MetricsSettings(listen, metrics.place("listen"));
    }
}
