package io.lockstep.nf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfConfigException;
import io.lockstep.nf.PortInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MapConfigTest {
    private static final List<PortInfo> PORTS = List.of(new PortInfo(0, "lan", List.of(), 0, 1500));

    private final MapConfig config = new MapConfig(
            "nat",
            Map.ofEntries(
                    Map.entry("outside", "lan"),
                    Map.entry("nowhere", "wan"),
                    Map.entry("flows", 1000),
                    Map.entry("ratio", 0.5),
                    Map.entry("strict", true),
                    Map.entry("idle", "2h4m"),
                    Map.entry("address", "192.0.2.255"),
                    Map.entry("wrong", "192.0.2.256"),
                    Map.entry("names", List.of("a", "b")),
                    Map.entry("rules", List.of(Map.of("from", 1), Map.of("from", 2)))),
            PORTS);

    @Test
    void shouldReadEveryType() {
        assertEquals("lan", config.string("outside"));
        assertEquals("x", config.string("absent", "x"));
        assertEquals(1000, config.number("flows", 1, 1, 1000));
        assertEquals(7, config.number("absent", 7, 1, 1000));
        assertTrue(config.flag("strict", false));
        assertEquals(
                Duration.ofMinutes(124), config.duration("idle", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)));
        assertEquals(0xc00002ff, config.ipv4("address"));
        assertEquals(PORTS.getFirst(), config.port("outside"));
        assertEquals(List.of("a", "b"), config.strings("names"));
        assertEquals(List.of(), config.strings("absent"));
        assertEquals(2, config.sections("rules").get(1).number("from", 0, 0, 9));
        assertEquals(List.of(), config.sections("absent"));
        assertFalse(config.section("absent").has("anything"));
    }

    @Test
    void shouldSayWhatWasExpected() {
        refused("nat.gone: is missing; expected a string", () -> config.string("gone"));
        refused("nat.flows: is '1000'; expected a string", () -> config.string("flows"));
        refused("nat.flows: is 1000; expected a number from 1 to 999", () -> config.number("flows", 1, 1, 999));
        refused("nat.ratio: is '0.5'; expected a whole number", () -> config.number("ratio", 1, 0, 9));
        refused("nat.outside: is 'lan'; expected true or false", () -> config.flag("outside", true));
        refused("nat.wrong: is '192.0.2.256'; expected an IPv4 address", () -> config.ipv4("wrong"));
        refused("nat.nowhere: names no port: 'wan'; expected one of [lan]", () -> config.port("nowhere"));
        refused(
                "nat.idle: is 2h4m; expected a duration from 0s to 1m30s",
                () -> config.duration("idle", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(90)));
        refused(
                "nat.rules[1].from: is 2; expected a number from 0 to 1",
                () -> config.sections("rules").get(1).number("from", 0, 0, 1));
    }

    @Test
    void shouldRefuseUnknownKeysAndNameTheNearest() {
        MapConfig typo = new MapConfig("nat", Map.of("flwos", 1), PORTS);
        typo.number("flows", 1, 1, 9);
        typo.flag("strict", true);
        refused("nat.flwos: unknown key; did you mean 'flows'? Valid keys: [flows, strict]", typo::refuseUnknownKeys);
    }

    @Test
    void shouldRefuseUnknownKeysOfSections() {
        MapConfig nested = new MapConfig("nat", Map.of("timeouts", Map.of("tpc", "1m")), PORTS);
        NfConfig timeouts = nested.section("timeouts");
        timeouts.has("tcp");
        refused("nat.timeouts.tpc: unknown key; did you mean 'tcp'? Valid keys: [tcp]", nested::refuseUnknownKeys);
    }

    @Test
    void shouldParseDurations() {
        assertEquals(Duration.ofMillis(500), DurationText.parse("500ms").orElseThrow());
        assertEquals(Duration.ofMinutes(5), DurationText.parse("5m").orElseThrow());
        assertEquals(
                Duration.ofMinutes(5).plusMillis(3), DurationText.parse("5m3ms").orElseThrow());
        assertEquals(Duration.ofDays(1).plusHours(1), DurationText.parse("1d1h").orElseThrow());
        for (String bad : List.of("", "5", "m", "5m5h", "-5s", "5 s", "1.5s")) {
            assertTrue(DurationText.parse(bad).isEmpty(), bad);
        }
    }

    private static void refused(String message, Executable code) {
        assertEquals(message, assertThrows(NfConfigException.class, code).getMessage());
    }
}
