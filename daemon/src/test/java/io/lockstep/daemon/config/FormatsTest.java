package io.lockstep.daemon.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small text formats: addresses, durations, endpoints. */
final class FormatsTest {
    @Test
    void shouldReadAndWriteAddresses() throws FormatException {
        assertEquals(0x0a0000ff, Ipv4.parse("10.0.0.255"));
        assertEquals("255.255.255.255", Ipv4.format(-1));
        for (String wrong :
                List.of("", "1.2.3", "1.2.3.4.5", "1.2.3.", "1.2.3.-4", "1.2.3.99999999999", "1.2.3.04", "a.b.c.d")) {
            assertThrows(FormatException.class, () -> Ipv4.parse(wrong), wrong);
        }
    }

    @Test
    void shouldKnowWhatIsInAPrefix() throws FormatException {
        Ipv4Prefix prefix = Ipv4Prefix.parse("192.168.7.9/30");

        assertTrue(prefix.contains(Ipv4.parse("192.168.7.10")));
        assertFalse(prefix.contains(Ipv4.parse("192.168.7.12")));
        assertEquals("192.168.7.9/30", prefix.toString());
        assertTrue(new Ipv4Prefix(1, 0).contains(-1));
        assertEquals(31, Ipv4Prefix.parse("10.0.0.0/31").length(), "RFC 3021: both addresses of a /31 are hosts");
        assertEquals(32, Ipv4Prefix.parse("10.0.0.0/32").length());
        assertThrows(FormatException.class, () -> Ipv4Prefix.parse("10.0.0.255/24"));
        assertThrows(FormatException.class, () -> Ipv4Prefix.parse("127.0.0.1/8"));
    }

    @Test
    void shouldReadAndWriteMacAddresses() throws FormatException {
        MacAddress mac = MacAddress.parse("02:00:5E:00:00:fF");

        assertArrayEquals(new byte[] {2, 0, 0x5e, 0, 0, (byte) 0xff}, mac.bytes());
        assertEquals("02:00:5e:00:00:ff", mac.toString());
        for (String wrong :
                List.of("", "02:00:00:00:00", "02-00-00-00-00-01", "0g:00:00:00:00:01", "00:00:00:00:00:00")) {
            assertThrows(FormatException.class, () -> MacAddress.parse(wrong), wrong);
        }
    }

    @Test
    void shouldReadAndWriteDurations() throws FormatException {
        assertEquals(Duration.ofMillis(1_500), Durations.parse("1s500ms"));
        assertEquals(Duration.ofMinutes(124), Durations.parse("2h4m"));
        assertEquals(Duration.ZERO, Durations.parse("0s"));
        assertEquals("2h4m", Durations.format(Duration.ofMinutes(124)));
        assertEquals("1d1us", Durations.format(Duration.ofDays(1).plusNanos(1_000)));
        assertEquals("0s", Durations.format(Duration.ZERO));
        for (String wrong : List.of("", "5", "5 s", "-5s", "5x", "1s1s", "1m1h", "99999999999s", "5s ")) {
            assertThrows(FormatException.class, () -> Durations.parse(wrong), wrong);
        }
    }

    @Test
    void shouldReadAndWriteEndpoints() throws FormatException {
        assertEquals(new Endpoint("node-b.example", 7400), Endpoint.parse("node-b.example:7400"));
        assertEquals(
                "[fd00::1]:7401", Endpoint.parse("[fd00::1]:7400").ofWorker(1).toString());
        for (String wrong :
                List.of("", ":7400", "a", "a:", "a:x", "a:65536", "1.2.3:80", "[fd00::1:80", "[a]:80", "a b:80")) {
            assertThrows(FormatException.class, () -> Endpoint.parse(wrong), wrong);
        }
    }
}
