package io.lockstep.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class NodeNfConfigTest {
    private static final String CONFIG = """
            inside: lan
            max-flows: 1000
            filtering: true
            external-addresses: [203.0.113.2, 203.0.113.3]
            external: 203.0.113.2
            timeouts:
              udp: 5m
              tcp: 2h4m
            static:
              - { outside-port: 80, inside-address: 10.0.0.5 }
              - { outside-port: 443, insid-address: 10.0.0.5 }
            """;

    @Test
    void shouldGiveTypedValues() {
        NfConfig config = config(CONFIG);

        assertEquals("lan", config.port("inside").name());
        assertEquals(1000, config.number("max-flows", 5, 1, 2000));
        assertTrue(config.flag("filtering", false));
        assertEquals(List.of("203.0.113.2", "203.0.113.3"), config.strings("external-addresses"));
        assertEquals(0xcb007102, config.ipv4("external"));
        assertEquals(
                Duration.ofMinutes(5),
                config.section("timeouts").duration("udp", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)));
        assertEquals(443, config.sections("static").get(1).number("outside-port", 0, 1, 65535));
        assertFalse(config.has("other"));
    }

    @Test
    void shouldGiveDefaultsWhereKeysAreMissing() {
        NfConfig config = config("{}");

        assertEquals(5, config.number("max-flows", 5, 1, 2000));
        assertEquals("x", config.string("mode", "x"));
        assertEquals(List.of(), config.strings("list"));
        assertEquals(List.of(), config.sections("static"));
        assertEquals(
                Duration.ofSeconds(3),
                config.section("timeouts").duration("udp", Duration.ofSeconds(3), Duration.ZERO, Duration.ofDays(1)));
    }

    @Test
    void shouldNameThePlaceOfAWrongValue() {
        NfConfig config = config(CONFIG);

        assertMessage(
                "a.yaml:8:18: functions[0].config.max-flows is 1000, expected a whole number from 1 to 10",
                () -> config.number("max-flows", 5, 1, 10));
        assertMessage(
                "a.yaml:10:27: functions[0].config.external-addresses is a list, expected an IPv4 address such as 10.0.0.1",
                () -> config.ipv4("external-addresses"));
        assertMessage(
                "a.yaml:11:17: functions[0].config.external is 203.0.113.2, expected a port of this file: lan, wan",
                () -> config.port("external"));
        assertMessage(
                "a.yaml:13:14: functions[0].config.timeouts.udp is 5m, expected a duration from 1s to 10s, such as 500ms, 30s,"
                        + " 5m or 2h4m",
                () -> config.section("timeouts")
                        .duration("udp", Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(10)));
        assertMessage(
                "a.yaml:7:7: functions[0].config.outside is missing, expected the name of a port",
                () -> config.port("outside"));
        assertMessage(
                "a.yaml:17:11: functions[0].config.static[1].inside-address is missing, expected an IPv4 address such as"
                        + " 10.0.0.1; is \"insid-address\" on line 17 meant to be it?",
                () -> config.sections("static").get(1).ipv4("inside-address"));
        assertEquals(
                "a.yaml:8:18: functions[0].config.max-flows: more than the owner has memory for",
                config.error("max-flows", "more than the owner has memory for").getMessage());
    }

    @Test
    void shouldReportKeysThatNobodyAskedFor() {
        NodeNfConfig config = config(CONFIG);
        config.port("inside");
        config.strings("external-addresses");
        config.number("max-flow", 1, 1, 1);
        config.section("timeouts").has("udp");
        config.sections("static").forEach(entry -> entry.has("outside-port"));

        List<String> unknown =
                config.unknownKeys().stream().map(Problem::toString).toList();

        assertEquals(
                List.of(
                        "a.yaml:8:7: unknown key \"max-flows\" of functions[0].config, expected one of inside,"
                                + " external-addresses, max-flow, timeouts, static; did you mean \"max-flow\"?",
                        "a.yaml:9:7: unknown key \"filtering\" of functions[0].config, expected one of inside,"
                                + " external-addresses, max-flow, timeouts, static",
                        "a.yaml:11:7: unknown key \"external\" of functions[0].config, expected one of inside,"
                                + " external-addresses, max-flow, timeouts, static; did you mean \"external-addresses\"?",
                        "a.yaml:14:9: unknown key \"tcp\" of functions[0].config.timeouts, expected one of udp",
                        "a.yaml:16:31: unknown key \"inside-address\" of functions[0].config.static[0], expected one of"
                                + " outside-port",
                        "a.yaml:17:32: unknown key \"insid-address\" of functions[0].config.static[1], expected one of"
                                + " outside-port"),
                unknown);
    }

    private static void assertMessage(String expected, Executable call) {
        assertEquals(expected, assertThrows(NfConfigException.class, call).getMessage());
    }

    /** The section as it stands in a file, from line 7, indented by 6. */
    private static NodeNfConfig config(String section) {
        String text = """
                node: { name: a, role: primary }
                ports: [{ name: lan, device: net_null0 }, { name: wan, device: net_null1 }]
                functions:
                  - name: nat
                    plugin: nat.jar
                    config:
                """ + section.indent(6);
        try {
            NodeConfig config = NodeConfigParser.parse(Path.of("a.yaml"), text);
            return config.nfConfig(config.functions().getFirst());
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
