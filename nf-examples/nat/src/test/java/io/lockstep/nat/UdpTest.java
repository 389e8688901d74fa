package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lockstep.nf.testkit.NfTestBedBuilder;
import io.lockstep.nf.testkit.Output;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 4787. */
class UdpTest {
    @Test
    void shouldTranslateOutAndBack() {
        try (NatBed nat = NatBed.open()) {
            assertEquals(
                    "wan: udp 203.0.113.1:5000 > 198.51.100.9:53 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53")));
            assertEquals(
                    "lan: udp 198.51.100.9:53 > 10.0.0.2:5000 ttl 63",
                    nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.1:5000")));
        }
    }

    @Test
    void shouldLeaveThePayloadAndTheEthernetAddressesAlone() {
        try (NatBed nat = NatBed.open()) {
            Frame frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 101);
            byte[] out = nat.frameFrom("lan", frame);
            assertArrayEquals(FrameView.payload(frame.bytes()), FrameView.payload(out));
            for (int i = 0; i < 14; i++) {
                assertEquals(frame.bytes()[i], out[i]);
            }
        }
    }

    @Test // REQ-1
    void shouldMapIndependentlyOfTheRemoteEndpoint() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            assertEquals(
                    "wan: udp 203.0.113.1:5000 > 198.51.100.77:123 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.77:123")));
            assertEquals(1, nat.flows());
        }
    }

    @Test // REQ-2
    void shouldKeepAHostOnOneExternalAddress() {
        try (NatBed nat = new NatBed(NatBed.withExternal("203.0.113.1", "203.0.113.2"))) {
            for (int port = 2000; port < 2010; port++) {
                assertEquals(
                        "wan: udp 203.0.113.1:" + port + " > 198.51.100.9:53 ttl 63",
                        nat.lan(Frame.udp("10.0.0.2:" + port, "198.51.100.9:53")));
                assertEquals(
                        "wan: udp 203.0.113.2:" + port + " > 198.51.100.9:53 ttl 63",
                        nat.lan(Frame.udp("10.0.0.3:" + port, "198.51.100.9:53")));
            }
        }
    }

    @Test // REQ-3, REQ-4
    void shouldNeverOverloadAPortAndKeepItsParity() {
        try (NatBed nat = NatBed.open()) {
            for (int host = 2; host < 40; host++) {
                for (int port : new int[] {5000, 5001}) {
                    byte[] out = nat.frameFrom("lan", Frame.udp("10.0.0." + host + ":" + port, "198.51.100.9:53"));
                    int external = FrameView.unsignedShort(out, 34);
                    assertEquals(port & 1, external & 1, "parity");
                    assertEquals(host == 2, external == port, "kept only where free");
                }
            }
            StateChecker.checkAll(nat.state(), "203.0.113.1");
        }
    }

    @Test // REQ-3a
    void shouldGiveAWellKnownPortOnlyToAWellKnownPortWhereTheRangeHasThem() {
        try (NatBed nat = new NatBed(NatBed.standard().config("port-range", "1-65535"))) {
            assertEquals(
                    "wan: udp 203.0.113.1:500 > 198.51.100.9:500 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:500", "198.51.100.9:500")));
            int low = FrameView.unsignedShort(nat.frameFrom("lan", Frame.udp("10.0.0.3:500", "198.51.100.9:500")), 34);
            assertNotEquals(500, low);
            assertEquals(0, low >>> 10, "well-known: " + low);
        }
    }

    @Test // REQ-5, REQ-6
    void shouldExpireWhenNothingIsSentOutForTheTimeout() {
        try (NatBed nat = new NatBed(udpTimeout("2m"))) {
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            nat.advance(Duration.ofSeconds(119));
            assertEquals(
                    "lan: udp 198.51.100.9:53 > 10.0.0.2:5000 ttl 63",
                    nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.1:5000")));
            nat.advance(Duration.ofSeconds(1));
            assertEquals("drop no-mapping", nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.1:5000")));
            nat.advance(Duration.ofSeconds(10));
            assertEquals(0, nat.flows());
            StateChecker.checkAll(nat.state(), "203.0.113.1");
        }
    }

    @Test // REQ-6
    void shouldStayAliveByOutboundPackets() {
        try (NatBed nat = new NatBed(udpTimeout("2m"))) {
            for (int i = 0; i < 4; i++) {
                nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
                nat.advance(Duration.ofSeconds(100));
            }
            assertEquals(
                    "lan: udp 198.51.100.9:53 > 10.0.0.2:5000 ttl 63",
                    nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.1:5000")));
        }
    }

    @Test // REQ-6a, RFC 7857 section 7
    void shouldStayAliveByInboundPacketsOnlyIfConfigured() {
        try (NatBed nat = new NatBed(udpTimeout("2m").config("inbound-refresh", true))) {
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            for (int i = 0; i < 4; i++) {
                nat.advance(Duration.ofSeconds(100));
                assertEquals(
                        "lan: udp 198.51.100.9:53 > 10.0.0.2:5000 ttl 63",
                        nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.1:5000")));
            }
        }
    }

    @Test // RFC 768
    void shouldLeaveAMissingChecksumMissing() {
        try (NatBed nat = NatBed.open()) {
            byte[] out = nat.frameFrom(
                    "lan", Frame.udp("10.0.0.2:5000", "198.51.100.9:53").withoutUdpChecksum());
            assertEquals(0, FrameView.unsignedShort(out, 34 + 6));
        }
    }

    @Test
    void shouldKeepAWrongChecksumWrongForTheReceiverToSee() {
        try (NatBed nat = NatBed.open()) {
            Frame frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53");
            int right = FrameView.unsignedShort(nat.frameFrom("lan", frame), 34 + 6);
            int wrong = FrameView.unsignedShort(
                    nat.frameFrom("lan", frame.transportByte(6, 0).transportByte(7, 1)), 34 + 6);
            assertNotEquals(right, wrong);
        }
    }

    @Test
    void shouldTranslateAHeaderWithOptions() {
        try (NatBed nat = NatBed.open()) {
            Frame frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53").options((byte) 1, (byte) 1, (byte) 1, (byte) 0);
            assertEquals("wan: udp 203.0.113.1:5000 > 198.51.100.9:53 ttl 63", nat.lan(frame));
        }
    }

    @Test // REQ-9
    void shouldHairpinWithTheExternalSource() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.3:7000", "198.51.100.9:53"));
            assertEquals(
                    "lan: udp 203.0.113.1:5000 > 10.0.0.3:7000 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:5000", "203.0.113.1:7000")));
            assertEquals(
                    "lan: udp 203.0.113.1:7000 > 10.0.0.2:5000 ttl 63",
                    nat.lan(Frame.udp("10.0.0.3:7000", "203.0.113.1:5000")));
        }
    }

    @Test
    void shouldHairpinAHostToItself() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            assertEquals(
                    "lan: udp 203.0.113.1:5000 > 10.0.0.2:5000 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:5000", "203.0.113.1:5000")));
        }
    }

    @Test
    void shouldMakeNoMappingForAHairpinToNobody() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("drop no-mapping", nat.lan(Frame.udp("10.0.0.2:5000", "203.0.113.1:7000")));
            assertEquals(0, nat.flows());
        }
    }

    @Test
    void shouldTranslateManyPacketsInFlightOnSeveralWorkers() {
        try (NatBed nat = new NatBed(NatBed.standard().workers(3))) {
            for (int i = 0; i < 200; i++) {
                nat.bed()
                        .inject(
                                "lan",
                                Frame.udp("10.0.0." + (2 + i % 5) + ":" + (5000 + i % 40), "198.51.100.9:53")
                                        .bytes());
            }
            List<Output> outputs = nat.bed().run();
            assertEquals(200, outputs.size());
            outputs.forEach(output -> FrameView.of(output.frame()));
            StateChecker.checkAll(nat.state(), "203.0.113.1");
        }
    }

    private static NfTestBedBuilder udpTimeout(String text) {
        return NatBed.standard().config("timeouts", Map.of("udp", text));
    }
}
