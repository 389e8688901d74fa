package io.lockstep.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.StartException;
import io.lockstep.daemon.config.Endpoint;
import io.lockstep.daemon.config.MetricsSettings;
import io.lockstep.daemon.config.Place;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MetricsServerTest {
    @Test
    void shouldAnswerAScrapeAndBeGoneWhenClosed() throws Exception {
        int port = freePort();
        try (MetricsServer server = MetricsServer.open(at(port), MetricsServerTest::figures)) {
            assertEquals(port, server.port());
            HttpResponse<String> response = scrape(port);
            assertEquals(200, response.statusCode());
            assertTrue(response.body().contains("\nlockstep_protected 1.0\n"), response::body);
        }
        assertThrows(ConnectException.class, () -> scrape(port));
    }

    @Test
    void shouldListenNowhereWithoutSettings() throws StartException {
        try (MetricsServer server = MetricsServer.open(Optional.empty(), MetricsServerTest::figures)) {
            assertEquals(-1, server.port());
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheAddressIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            StartException e =
                    assertThrows(StartException.class, () -> MetricsServer.open(at(port), MetricsServerTest::figures));
            assertEquals(
                    "a.yaml:9:11: metrics.listen is 127.0.0.1:" + port
                            + ", and the node cannot listen there: Address already in use; is another node running with it,"
                            + " and is the address this machine's?",
                    e.getMessage());
        }
    }

    @Test
    void shouldSayThatTheHostIsNotKnown() {
        MetricsSettings settings = new MetricsSettings(new Endpoint("no-such-host.invalid", 9464), place());
        StartException e = assertThrows(
                StartException.class, () -> MetricsServer.open(Optional.of(settings), MetricsServerTest::figures));
        assertTrue(e.getMessage().endsWith("cannot listen there: the host is not known"), e.getMessage());
    }

    private static Optional<MetricsSettings> at(int port) {
        return Optional.of(new MetricsSettings(new Endpoint("127.0.0.1", port), place()));
    }

    private static NodeFigures figures() {
        return MetricsSamples.figures("primary", "protected", false);
    }

    private static Place place() {
        return new Place("a.yaml", 9, 11);
    }

    private static HttpResponse<String> scrape(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
