package io.lockstep.daemon.metrics;

import io.lockstep.daemon.StartException;
import io.lockstep.daemon.config.MetricsSettings;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} over HTTP, or nothing where no listener is configured. Plain HTTP, for whoever reaches the
 * address. Two threads answer, {@value #WAITING} requests may wait; more are dropped.
 */
public final class MetricsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final int THREADS = 2;
    private static final int WAITING = 16;

    private final HTTPServer server;
    private final ExecutorService executor;

    private MetricsServer(HTTPServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Listens and serves from now on; does nothing where {@code settings} is empty.
     *
     * @throws StartException when it cannot listen there
     */
    public static MetricsServer open(Optional<MetricsSettings> settings, Supplier<NodeFigures> figures)
            throws StartException {
        if (settings.isEmpty()) {
            return new MetricsServer(null, null);
        }
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new NodeMetrics(figures));
        ExecutorService executor = executor();
        try {
            InetSocketAddress address = address(settings.get());
            HTTPServer server = HTTPServer.builder()
                    .inetAddress(address.getAddress())
                    .port(address.getPort())
                    .executorService(executor)
                    .registry(registry)
                    .buildAndStart();
            LOG.info("metrics at http://{}/metrics", settings.get().listen());
            return new MetricsServer(server, executor);
        } catch (IOException e) {
            executor.shutdownNow();
            throw new StartException(cannotListen(settings.get(), e), e);
        }
    }

    /** Stops listening; an answer in progress ends. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
            executor.shutdownNow();
        }
    }

    /** Port at which it listens; -1: nowhere. */
    int port() {
        return server == null ? -1 : server.getPort();
    }

    private static ExecutorService executor() {
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().name("metrics-", 0).daemon().factory(),
                new ThreadPoolExecutor.AbortPolicy());
    }

    private static InetSocketAddress address(MetricsSettings settings) throws IOException {
        InetSocketAddress address = settings.listen().resolve();
        if (address.isUnresolved()) {
            throw new IOException("the host is not known");
        }
        return address;
    }

    private static String cannotListen(MetricsSettings settings, IOException e) {
        String what = settings.listenPlace() + ": metrics.listen is " + settings.listen()
                + ", and the node cannot listen" + " there: " + e.getMessage();
        return e instanceof BindException
                ? what + "; is another node running with it, and is the address this machine's?"
                : what;
    }
}
