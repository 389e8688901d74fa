package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.DeterminismReport;
import io.lockstep.nf.testkit.Input;
import io.lockstep.nf.testkit.NfDeterminism;
import io.lockstep.nf.testkit.NfTestBedBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup that replays a primary must end with the same bytes in every region. */
class NatDeterminismTest {
    private static final int PACKETS = 1_500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldReplayMixedTraffic(long seed) {
        DeterminismReport report = NfDeterminism.check(node(seed), inputs(seed));
        assertTrue(report.outputs() > PACKETS / 4, report.toString());
        assertTrue(report.drops().size() >= 4, report.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void shouldReplayMixedTrafficThroughFullTables(long seed) {
        NfTestBedBuilder node = node(seed)
                .config("max-flows", 60)
                .config("max-sessions", 80)
                .config("max-fragments", 3)
                .config("icmp-errors-per-second", 1)
                .config("port-range", "5000-5030");
        DeterminismReport report = NfDeterminism.check(node, inputs(seed));
        assertTrue(report.drops().containsKey("nat.table-full"), report.toString());
    }

    private static NfTestBedBuilder node(long seed) {
        return NatBed.withExternal("203.0.113.1", "203.0.113.2")
                .workers(3)
                .seed(seed)
                .config("filtering", "address-and-port-dependent")
                .config(
                        "static",
                        List.of(Map.of("protocol", "udp", "external-port", 5003, "inside-address", "10.0.0.9")));
    }

    private static List<Input> inputs(long seed) {
        Traffic traffic = new Traffic(seed);
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            Traffic.Arrival arrival = traffic.next();
            inputs.add(Input.packet(arrival.port(), arrival.frame().bytes()));
            if (i % 150 == 149) {
                inputs.add(Input.advance(Duration.ofSeconds(i % 300 == 299 ? 45 : 1)));
            }
        }
        return inputs;
    }
}
