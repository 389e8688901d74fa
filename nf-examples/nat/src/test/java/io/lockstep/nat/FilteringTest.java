package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.nf.testkit.NfTestBedBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 4787, section 5 and REQ-8; RFC 5382, REQ-3. */
class FilteringTest {
    private static final String ADMITTED = "lan: udp %s > 10.0.0.2:5000 ttl 63";

    @Test
    void shouldAdmitEverybodyByDefault() {
        try (NatBed nat = opened(NatBed.standard())) {
            assertEquals(ADMITTED.formatted("192.0.2.7:9"), from(nat, "192.0.2.7:9"));
        }
    }

    @Test
    void shouldAdmitAddressesThatWereSentTo() {
        try (NatBed nat = opened(NatBed.standard().config("filtering", "address-dependent"))) {
            assertEquals(ADMITTED.formatted("198.51.100.9:53"), from(nat, "198.51.100.9:53"));
            assertEquals(ADMITTED.formatted("198.51.100.9:54"), from(nat, "198.51.100.9:54"));
            assertEquals("drop filtered", from(nat, "192.0.2.7:53"));
        }
    }

    @Test
    void shouldAdmitEndpointsThatWereSentTo() {
        try (NatBed nat = opened(strict())) {
            assertEquals(ADMITTED.formatted("198.51.100.9:53"), from(nat, "198.51.100.9:53"));
            assertEquals("drop filtered", from(nat, "198.51.100.9:54"));
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:54"));
            assertEquals(ADMITTED.formatted("198.51.100.9:54"), from(nat, "198.51.100.9:54"));
        }
    }

    @Test
    void shouldForgetASessionWithItsTimeout() {
        try (NatBed nat = opened(strict().config("timeouts", Map.of("udp", "2m")))) {
            nat.advance(Duration.ofSeconds(100));
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.10:53"));
            nat.advance(Duration.ofSeconds(30));
            assertEquals("drop filtered", from(nat, "198.51.100.9:53"), "the mapping lives, the session does not");
            assertEquals(ADMITTED.formatted("198.51.100.10:53"), from(nat, "198.51.100.10:53"));
        }
    }

    @Test // RFC 4787, REQ-12a: an error comes from anywhere, but is about a session
    void shouldAdmitErrorsAboutSessions() {
        try (NatBed nat = opened(strict())) {
            byte[] sent = nat.frameFrom("lan", Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            assertEquals(
                    "lan: icmp 11/0 192.0.2.33 > 10.0.0.2 ttl 63 [udp 10.0.0.2:5000 > 198.51.100.9:53]",
                    nat.wan(Frame.icmpError(11, 0, "192.0.2.33", "203.0.113.1", sent, 28)));
            byte[] forged = Frame.udp("203.0.113.1:5000", "198.51.100.9:99").bytes();
            assertEquals("drop filtered", nat.wan(Frame.icmpError(3, 3, "192.0.2.33", "203.0.113.1", forged, 28)));
        }
    }

    @Test
    void shouldAdmitTheReplyToAPingFromTheAddressThatWasPinged() {
        try (NatBed nat = opened(strict())) {
            nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
            assertEquals(
                    "lan: icmp 0 id 77 198.51.100.9 > 10.0.0.2 ttl 63",
                    nat.wan(Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:77")));
            assertEquals("drop filtered", nat.wan(Frame.icmpQuery(0, "192.0.2.7", "203.0.113.1:77")));
        }
    }

    @Test // RFC 4787, section 6: filtering sees the external endpoint
    void shouldFilterHairpins() {
        try (NatBed nat = opened(strict())) {
            Frame toFirst = Frame.udp("10.0.0.3:7000", "203.0.113.1:5000");
            assertEquals("drop filtered", nat.lan(toFirst));
            assertEquals(
                    "lan: udp 203.0.113.1:5000 > 10.0.0.3:7000 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:5000", "203.0.113.1:7000")),
                    "10.0.0.3 has sent");
            assertEquals("lan: udp 203.0.113.1:7000 > 10.0.0.2:5000 ttl 63", nat.lan(toFirst), "both have sent");
        }
    }

    @Test
    void shouldAdmitEverybodyToAStaticForward() {
        NfTestBedBuilder builder = strict().config(
                        "static",
                        List.of(Map.of("protocol", "udp", "external-port", 53, "inside-address", "10.0.0.7")));
        try (NatBed nat = new NatBed(builder)) {
            assertEquals(
                    "lan: udp 192.0.2.7:9 > 10.0.0.7:53 ttl 63", nat.wan(Frame.udp("192.0.2.7:9", "203.0.113.1:53")));
        }
    }

    @Test
    void shouldRefuseAPeerThatTheTableHasNoRoomFor() {
        try (NatBed nat = opened(strict().config("max-sessions", 1))) {
            assertEquals(
                    "lan: icmp 3/13 10.0.0.1 > 10.0.0.2 ttl 64 [udp 10.0.0.2:5000 > 198.51.100.10:53]"
                            + " | drop sessions-full",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.10:53")));
        }
    }

    private static NfTestBedBuilder strict() {
        return NatBed.standard().config("filtering", "address-and-port-dependent");
    }

    private static NatBed opened(NfTestBedBuilder builder) {
        NatBed nat = new NatBed(builder);
        nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
        return nat;
    }

    private static String from(NatBed nat, String remote) {
        return nat.wan(Frame.udp(remote, "203.0.113.1:5000"));
    }
}
