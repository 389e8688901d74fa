package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NfTestBedBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Full table, empty pools, and that both recover. */
class ExhaustionTest {
    @Test
    void shouldUseEveryPortOnceAndThenSayThatThePoolIsEmpty() {
        try (NatBed nat = new NatBed(NatBed.standard().config("port-range", "2000-2099"))) {
            Set<Integer> ports = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                byte[] out = nat.frameFrom("lan", Frame.udp("10.0.0." + (2 + i) + ":40001", "198.51.100.9:53"));
                int port = FrameView.unsignedShort(out, 34);
                assertTrue(port >= 2000 && port <= 2099, "port " + port);
                assertTrue(ports.add(port), "port " + port + " twice");
                assertEquals(i < 50 ? 1 : 0, port & 1, "odd ones first: " + i);
            }
            String line = nat.lan(Frame.udp("10.0.0.200:40001", "198.51.100.9:53"));
            assertTrue(line.endsWith("| drop pool-empty"), line);
            StateChecker.checkAll(nat.state(), "203.0.113.1");
        }
    }

    @Test
    void shouldFallBackToAnotherExternalAddress() {
        NfTestBedBuilder builder =
                NatBed.withExternal("203.0.113.1", "203.0.113.2").config("port-range", "2000-2000");
        try (NatBed nat = new NatBed(builder)) {
            assertEquals(
                    "wan: udp 203.0.113.1:2000 > 198.51.100.9:53 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:1", "198.51.100.9:53")));
            assertEquals(
                    "wan: udp 203.0.113.2:2000 > 198.51.100.9:53 ttl 63",
                    nat.lan(Frame.udp("10.0.0.4:1", "198.51.100.9:53")));
            assertTrue(nat.lan(Frame.udp("10.0.0.6:1", "198.51.100.9:53")).endsWith("drop pool-empty"));
        }
    }

    @Test
    void shouldTakeNewFlowsAgainWhenOldOnesHaveExpired() {
        try (NatBed nat = new NatBed(NatBed.standard().config("max-flows", 3))) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 3; i++) {
                    nat.lan(Frame.icmpQuery(8, "10.0.0.2:" + (round * 10 + i), "198.51.100.9"));
                }
                assertTrue(nat.lan(Frame.icmpQuery(8, "10.0.0.2:99", "198.51.100.9"))
                        .endsWith("drop table-full"));
                assertEquals(3, nat.flows());
                nat.advance(Duration.ofSeconds(71));
                assertEquals(0, nat.flows());
                StateChecker.checkAll(nat.state(), "203.0.113.1");
            }
        }
    }

    @Test
    void shouldReviveAMappingThatExpiredButWasNotSweptYet() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
            Mappings mappings = nat.state().mappings();
            int entry = mappings.findInside(Endpoint.of(Frame.address("10.0.0.2"), 77, 1));
            int generation = mappings.generation(entry);
            mappings.table().expiresAt(entry, nat.bed().now());
            nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
            assertTrue(mappings.generation(entry) != generation, "a new life");
            assertEquals(1, nat.flows());
        }
    }
}
