package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfConfigException;
import io.lockstep.nf.state.Region;
import io.lockstep.nf.testkit.NfTestBed;
import io.lockstep.nf.testkit.NfTestBedBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NatConfigTest {
    @Test
    void shouldBeFoundByTheServiceLoader() {
        List<String> types = ServiceLoader.load(NetworkFunctionFactory.class).stream()
                .map(provider -> provider.get().type())
                .toList();
        assertEquals(List.of("nat"), types);
    }

    @Test
    void shouldTakeAllKeys() {
        new NatBed(NatBed.withExternal("203.0.113.1", "203.0.113.2")
                        .config("inside", List.of("lan"))
                        .config("external-addresses", List.of("203.0.113.2"))
                        .config("port-range", "1-65535")
                        .config(
                                "timeouts",
                                Map.of("udp", "2m", "tcp-established", "3h", "tcp-transitory", "5m", "icmp", "2m"))
                        .config("filtering", "address-dependent")
                        .config("max-sessions", 5_000)
                        .config("max-fragments", 100)
                        .config("inbound-refresh", true)
                        .config("icmp-errors-per-second", 5)
                        .config(
                                "static",
                                List.of(forward(Map.of("inside-port", 81, "external-address", "203.0.113.2")))))
                .close();
    }

    @Test
    void shouldRefusePorts() {
        refused("inside", "no port dmz", NatBed.standard().config("inside", List.of("dmz")));
        refused("inside", "listed twice", NatBed.standard().config("inside", List.of("lan", "lan")));
        refused("inside", "name the port", NatBed.standard().config("inside", List.of()));
        refused("inside", "name the port", NatBed.standard().config("inside", null));
        refused("outside", "inside port too", NatBed.standard().config("outside", "lan"));
        refused("outside", "needs an address", NatBed.standard().port("bump").config("outside", "bump"));
    }

    @Test
    void shouldRefuseExternalAddresses() {
        for (String text : List.of("203.0.113.9", "203.0.113", "host", "203.0.113.01", "0.0.0.0")) {
            refused(
                    "external-addresses",
                    text + " is not an address of port wan, which has 203.0.113.1",
                    NatBed.standard().config("external-addresses", List.of(text)));
        }
    }

    @Test
    void shouldRefuseNumbersThatTheRfcsForbid() {
        refused("timeouts.udp", "2m", NatBed.standard().config("timeouts", Map.of("udp", "119s")));
        refused("tcp-established", "2h4m", NatBed.standard().config("timeouts", Map.of("tcp-established", "2h3m")));
        refused("tcp-transitory", "4m", NatBed.standard().config("timeouts", Map.of("tcp-transitory", "3m")));
        refused("icmp", "1m", NatBed.standard().config("timeouts", Map.of("icmp", "59s")));
    }

    @Test
    void shouldRefuseRangesAndNames() {
        for (String range : List.of("0-1", "2-1", "1-65536", "1024", "a-b", "1-2-3", "")) {
            refused("port-range", "is not a range", NatBed.standard().config("port-range", range));
        }
        refused("filtering", "is none of", NatBed.standard().config("filtering", "symmetric"));
        refused("max-flows", "", NatBed.standard().config("max-flows", 0));
    }

    @Test
    void shouldRefuseForwards() {
        refusedForward("protocol", "neither tcp nor udp", Map.of("protocol", "icmp"));
        refusedForward("external-port", "from 1 to 65535", Map.of("external-port", 0));
        refusedForward("external-address", "not among", Map.of("external-address", "192.0.2.1"));
        refusedForward("inside-address", "no host's address", Map.of("inside-address", "127.0.0.1"));
        refused(
                "external-port",
                "is missing",
                NatBed.standard().config("static", List.of(Map.of("protocol", "tcp", "inside-address", "10.0.0.7"))));
        refused("external-port", "earlier entry", forwards(Map.of(), Map.of("inside-port", 82)));
        refused("inside-port", "earlier entry", forwards(Map.of(), Map.of("external-port", 81, "inside-port", 80)));
        refused(
                "external-address",
                "one external address",
                forwards(Map.of(), Map.of("external-port", 81, "external-address", "203.0.113.2")));
        refused(
                "static",
                "do not fit",
                forwards(Map.of(), Map.of("external-port", 81)).config("max-flows", 1));
    }

    @Test
    void shouldRefuseKeysThatItDoesNotKnow() {
        refused("time-outs", "timeouts", NatBed.standard().config("time-outs", Map.of()));
        refused("max-flow", "max-flows", NatBed.standard().config("max-flow", 5));
    }

    @Test // docs/nat.md, "State and memory"
    void shouldHoldAMillionFlowsByDefaultInTheMemoryThatTheManualStates() {
        NfTestBedBuilder builder = NfTestBed.builder(new NatFactory())
                .port("lan", "10.0.0.1/24")
                .port("wan", "203.0.113.1/24")
                .config("inside", "lan")
                .config("outside", "wan");
        try (NatBed nat = new NatBed(builder)) {
            assertEquals(1_000_000, nat.state().mappings().table().capacity());
            Map<String, Long> sizes = nat.bed().regions("state").all().stream()
                    .collect(Collectors.toMap(Region::name, Region::sizeBytes));
            assertEquals(81, sizes.get("mappings") / 1_000_000.0, 0.5);
            assertEquals(786_432, sizes.get("external-index"));
            assertEquals(3_264, sizes.get("external-ports"));
            assertFalse(sizes.containsKey("sessions"));
        }
    }

    private static Map<String, Object> forward(Map<String, ?> changes) {
        Map<String, Object> values =
                new HashMap<>(Map.of("protocol", "tcp", "external-port", 80, "inside-address", "10.0.0.7"));
        values.putAll(changes);
        return values;
    }

    private static NfTestBedBuilder forwards(Map<String, ?> first, Map<String, ?> second) {
        return NatBed.withExternal("203.0.113.1", "203.0.113.2")
                .config("static", List.of(forward(first), forward(second)));
    }

    private static void refusedForward(String key, String part, Map<String, ?> changes) {
        refused(key, part, NatBed.standard().config("static", List.of(forward(changes))));
    }

    private static void refused(String key, String part, NfTestBedBuilder builder) {
        NfConfigException refusal = assertThrows(NfConfigException.class, builder::build);
        assertTrue(refusal.getMessage().contains(key), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
