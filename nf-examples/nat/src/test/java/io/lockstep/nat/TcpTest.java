package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lockstep.nf.testkit.NfTestBedBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 5382, on the whole NAT; timeouts by state are in {@link TcpTrackerTest}. */
class TcpTest {
    @Test // REQ-1
    void shouldMapIndependentlyOfTheRemoteEndpoint() {
        try (NatBed nat = NatBed.open()) {
            assertEquals(
                    "wan: tcp 203.0.113.1:5000 > 198.51.100.9:80 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "S")));
            assertEquals(
                    "wan: tcp 203.0.113.1:5000 > 198.51.100.77:80 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.77:80", "S")));
            assertEquals(1, nat.flows());
        }
    }

    @Test // REQ-2: three-way handshake, data, close by FIN
    void shouldTranslateAConnection() {
        try (NatBed nat = NatBed.open()) {
            String out = "wan: tcp 203.0.113.1:5000 > 198.51.100.9:80 ttl 63";
            String back = "lan: tcp 198.51.100.9:80 > 10.0.0.2:5000 ttl 63";
            for (String flags : List.of("S", "A", "A", "FA", "A")) {
                assertEquals(out, nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", flags)));
                assertEquals(
                        back,
                        nat.wan(Frame.tcp("198.51.100.9:80", "203.0.113.1:5000", flags.equals("S") ? "SA" : flags)));
            }
        }
    }

    @Test // REQ-2a
    void shouldTranslateASimultaneousOpen() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.9:6000", "S"));
            assertEquals(
                    "lan: tcp 198.51.100.9:6000 > 10.0.0.2:5000 ttl 63",
                    nat.wan(Frame.tcp("198.51.100.9:6000", "203.0.113.1:5000", "S")));
            assertEquals(
                    "wan: tcp 203.0.113.1:5000 > 198.51.100.9:6000 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.9:6000", "SA")));
        }
    }

    @Test // REQ-4
    void shouldSayNothingAboutAnUnsolicitedSyn() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("drop no-mapping", nat.wan(Frame.tcp("198.51.100.9:80", "203.0.113.1:5000", "S")));
        }
    }

    @Test // REQ-5, RFC 7857 section 2.2
    void shouldForgetAConnectionFourMinutesAfterAReset() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "S"));
            nat.wan(Frame.tcp("198.51.100.9:80", "203.0.113.1:5000", "SA"));
            nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "A"));
            nat.advance(Duration.ofMinutes(5));
            assertEquals(1, nat.flows());
            nat.wan(Frame.tcp("198.51.100.9:80", "203.0.113.1:5000", "R"));
            nat.advance(Duration.ofMinutes(4).minusSeconds(1));
            assertEquals(
                    "lan: tcp 198.51.100.9:80 > 10.0.0.2:5000 ttl 63",
                    nat.wan(Frame.tcp("198.51.100.9:80", "203.0.113.1:5000", "R")));
            nat.advance(Duration.ofSeconds(12));
            assertEquals(0, nat.flows());
        }
    }

    @Test // REQ-7
    void shouldNeverOverloadAPort() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "S"));
            byte[] out = nat.frameFrom("lan", Frame.tcp("10.0.0.3:5000", "198.51.100.9:80", "S"));
            assertNotEquals(5000, FrameView.unsignedShort(out, 34));
        }
    }

    @Test // REQ-8
    void shouldHairpin() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.tcp("10.0.0.3:7000", "198.51.100.9:80", "S"));
            assertEquals(
                    "lan: tcp 203.0.113.1:5000 > 10.0.0.3:7000 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.2:5000", "203.0.113.1:7000", "S")));
        }
    }

    @Test // a mapping of the same port for another protocol is another mapping
    void shouldKeepProtocolsApart() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:80"));
            assertEquals(
                    "wan: tcp 203.0.113.1:5000 > 198.51.100.9:80 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.3:5000", "198.51.100.9:80", "S")));
            assertEquals(2, nat.flows());
        }
    }

    @Test
    void shouldForwardAStaticPortFromTheFirstPacketOn() {
        try (NatBed nat = new NatBed(withForward())) {
            assertEquals(
                    "lan: tcp 198.51.100.9:4000 > 10.0.0.7:80 ttl 63",
                    nat.wan(Frame.tcp("198.51.100.9:4000", "203.0.113.1:8080", "S")));
            assertEquals(
                    "wan: tcp 203.0.113.1:8080 > 198.51.100.9:4000 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.7:80", "198.51.100.9:4000", "SA")));
            StateChecker.checkAll(nat.state(), "203.0.113.1");
        }
    }

    @Test
    void shouldNeverExpireAStaticForwardNorGiveItsPortAway() {
        try (NatBed nat = new NatBed(withForward())) {
            byte[] out = nat.frameFrom("lan", Frame.tcp("10.0.0.2:8080", "198.51.100.9:80", "S"));
            assertNotEquals(8080, FrameView.unsignedShort(out, 34));
            nat.lan(Frame.tcp("10.0.0.7:80", "198.51.100.9:4000", "R"));
            nat.advance(Duration.ofMinutes(10));
            assertEquals(
                    "lan: tcp 198.51.100.9:4000 > 10.0.0.7:80 ttl 63",
                    nat.wan(Frame.tcp("198.51.100.9:4000", "203.0.113.1:8080", "S")));
            assertEquals(1, nat.flows());
        }
    }

    @Test
    void shouldHairpinToAStaticForward() {
        try (NatBed nat = new NatBed(withForward())) {
            assertEquals(
                    "lan: tcp 203.0.113.1:5000 > 10.0.0.7:80 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.2:5000", "203.0.113.1:8080", "S")));
        }
    }

    private static NfTestBedBuilder withForward() {
        return NatBed.standard()
                .config(
                        "static",
                        List.of(Map.of(
                                "protocol",
                                "tcp",
                                "external-port",
                                8080,
                                "inside-address",
                                "10.0.0.7",
                                "inside-port",
                                80)));
    }
}
