package io.lockstep.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.cli.ExitCode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/metrics.md: what a scrape of running nodes shows. */
class MetricsIT {
    private Workbench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Workbench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldShowAProtectedPairAndCloseWithTheNode() throws Exception {
        NodeYaml[] configs = bench.pair();
        int port = Workbench.freePorts(2);
        NodeProcess primary = bench.start(configs[0].metrics("listen", "127.0.0.1:" + port));
        NodeProcess backup = bench.start(configs[1].metrics("listen", "127.0.0.1:" + (port + 1)));
        primary.awaitState("protected");
        backup.awaitState("in-sync");

        assertShows(scrape(port), "lockstep_role{role=\"primary\"} 1.0", "lockstep_protected 1.0");
        assertShows(scrape(port + 1), "lockstep_role{role=\"backup\"} 1.0", "lockstep_protected 1.0");
        for (int node = 0; node < 2; node++) {
            assertShows(
                    scrape(port + node),
                    "lockstep_diverged 0.0",
                    "lockstep_epoch 1.0",
                    "lockstep_channel_connected{worker=\"0\"} 1.0",
                    "lockstep_packets_lost_total{reason=\"tx-full\"} 0.0",
                    "lockstep_port_up{port=\"lan\"} 1.0");
        }

        assertEquals(ExitCode.OK, primary.terminate(), primary::dump);
        assertThrows(ConnectException.class, () -> scrape(port));
    }

    @Test
    void shouldNotStartWhereTheEndpointIsTaken() throws Exception {
        int port = Workbench.freePorts(1);
        NodeProcess first = bench.start(bench.solo("a").metrics("listen", "127.0.0.1:" + port));
        first.awaitState("solo");
        NodeProcess second = bench.start(bench.solo("b").metrics("listen", "127.0.0.1:" + port));
        assertEquals(ExitCode.FAILED, second.awaitExit(), second::dump);
        second.awaitOutput("metrics.listen is 127.0.0.1:" + port + ", and the node cannot listen there");
    }

    private static void assertShows(String metrics, String... lines) {
        for (String line : lines) {
            assertTrue(metrics.contains("\n" + line + "\n"), () -> line + " is not in\n" + metrics);
        }
    }

    private static String scrape(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
            return response.body();
        }
    }
}
