package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NfTestBed;
import io.lockstep.nf.testkit.NfTestBedBuilder;
import io.lockstep.nf.testkit.Output;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The NAT as a router: time to live, sizes, ping, and addresses that do not belong (RFC 1812). */
class RouterTest {
    @Test // RFC 1812, section 5.3.1: the first hop of a traceroute
    void shouldReportThatTheTimeToLiveRanOutAndOpenNoFlow() {
        try (NatBed nat = NatBed.open()) {
            for (int timeToLive : new int[] {0, 1}) {
                assertEquals(
                        "lan: icmp 11/0 10.0.0.1 > 10.0.0.2 ttl 64 [udp 10.0.0.2:5000 > 198.51.100.9:33434]"
                                + " | drop ttl-expired",
                        nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:33434").timeToLive(timeToLive)));
            }
            assertEquals(0, nat.flows());
            assertEquals(
                    "wan: udp 203.0.113.1:5000 > 198.51.100.9:33435 ttl 1",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:33435").timeToLive(2)));
        }
    }

    @Test // seen from outside, the external address is where the packet got to
    void shouldReportInboundOnlyWhereThereIsAMapping() {
        try (NatBed nat = NatBed.open()) {
            Frame probe = Frame.udp("198.51.100.9:53", "203.0.113.1:5000").timeToLive(1);
            assertEquals("drop no-mapping", nat.wan(probe));
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            assertEquals(
                    "wan: icmp 11/0 203.0.113.1 > 198.51.100.9 ttl 64 [udp 198.51.100.9:53 > 203.0.113.1:5000]"
                            + " | drop ttl-expired",
                    nat.wan(probe));
        }
    }

    @Test // RFC 1122, section 3.2.2
    void shouldNotReportOnAnErrorNorOnALaterFragment() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            byte[] received = nat.frameFrom("wan", Frame.udp("198.51.100.9:53", "203.0.113.1:5000"));
            assertEquals(
                    "drop ttl-expired",
                    nat.lan(Frame.icmpError(3, 3, "10.0.0.2", "198.51.100.9", received, 28)
                            .timeToLive(1)));
            Frame big = Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 2000).timeToLive(1);
            assertEquals("drop ttl-expired", nat.lan(big.fragment(1480, 1000)));
        }
    }

    @Test // RFC 1812, section 4.3.2.8
    void shouldLimitTheRateOfErrors() {
        try (NatBed nat = new NatBed(NatBed.standard().config("icmp-errors-per-second", 20))) {
            Frame probe = Frame.udp("10.0.0.2:5000", "198.51.100.9:33434").timeToLive(1);
            int answered = answered(nat, probe, 30);
            assertEquals(10, answered, "burst");
            nat.advance(Duration.ofMillis(100));
            assertEquals(2, answered(nat, probe, 30), "a tenth of a second later");
            assertEquals(60, nat.bed().dropped("nat.ttl-expired"));
        }
    }

    @Test // RFC 5508, REQ-9
    void shouldSendNoErrorsIfToldSo() {
        try (NatBed nat = new NatBed(NatBed.standard().config("icmp-errors-per-second", 0))) {
            assertEquals(
                    "drop ttl-expired",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:33434").timeToLive(1)));
        }
    }

    @Test // RFC 4787, REQ-13; RFC 1191
    void shouldReportTheMtuWhereAPacketMustNotBeFragmented() {
        try (NatBed nat = new NatBed(narrow())) {
            assertEquals(
                    "lan: icmp 3/4 mtu 600 10.0.0.1 > 10.0.0.2 ttl 64 [udp 10.0.0.2:5000 > 198.51.100.9:53]"
                            + " | drop mtu-exceeded",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 573).dontFragment()));
            assertEquals(
                    "wan: udp 203.0.113.1:5000 > 198.51.100.9:53 ttl 63",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 572).dontFragment()));
        }
    }

    @Test // RFC 1812, section 4.3.2.3
    void shouldQuoteNoMoreThan576BytesHold() {
        try (NatBed nat = new NatBed(narrow())) {
            byte[] error = nat.frameFrom(
                    "lan", Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 1400).dontFragment());
            assertEquals(14 + 576, error.length);
        }
    }

    @Test // RFC 4787, REQ-13a: in order
    void shouldFragmentWhatMayBeFragmented() {
        try (NatBed nat = new NatBed(narrow())) {
            assertEquals(
                    "wan: udp 203.0.113.1:5000 > 198.51.100.9:53 ttl 63 at 0+"
                            + " | wan: udp 203.0.113.1 > 198.51.100.9 ttl 63 at 576+"
                            + " | wan: udp 203.0.113.1 > 198.51.100.9 ttl 63 at 1152",
                    nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 1400)));
        }
    }

    @Test
    void shouldFragmentWithoutChangingTheBytes() {
        try (NatBed nat = new NatBed(narrow())) {
            Frame frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 1400);
            List<Output> pieces = nat.bed().receive("lan", frame.bytes());
            byte[] joined = new byte[1408];
            for (Output piece : pieces) {
                byte[] bytes = piece.frame();
                int offset = (FrameView.unsignedShort(bytes, 20) & 0x1fff) << 3;
                System.arraycopy(bytes, 34, joined, offset, bytes.length - 34);
            }
            byte[] payload = FrameView.payload(frame.bytes());
            for (int i = 0; i < payload.length; i++) {
                assertEquals(payload[i], joined[8 + i], "byte " + i);
            }
        }
    }

    @Test
    void shouldDropWhatWouldTakeTooManyPieces() {
        NfTestBedBuilder tiny = NfTestBed.builder(new NatFactory())
                .port("lan", List.of("10.0.0.1"), 24, 9000)
                .port("wan", List.of("203.0.113.1"), 24, 100)
                .config("inside", "lan")
                .config("outside", "wan")
                .config("max-flows", 10);
        try (NatBed nat = new NatBed(tiny)) {
            assertEquals("drop mtu-exceeded", nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 500)));
        }
    }

    @Test
    void shouldAnswerPingToItsOwnAddresses() {
        try (NatBed nat = new NatBed(NatBed.withExternal("203.0.113.1", "203.0.113.2")
                .config("external-addresses", List.of("203.0.113.2")))) {
            assertEquals(
                    "lan: icmp 0 id 77 10.0.0.1 > 10.0.0.2 ttl 64",
                    nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "10.0.0.1")));
            for (String own : List.of("203.0.113.1", "203.0.113.2")) {
                assertEquals(
                        "lan: icmp 0 id 77 " + own + " > 10.0.0.2 ttl 64",
                        nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", own)));
                assertEquals(
                        "wan: icmp 0 id 77 " + own + " > 198.51.100.9 ttl 64",
                        nat.wan(Frame.icmpQuery(8, "198.51.100.9:77", own).timeToLive(1)));
            }
            assertEquals(0, nat.flows());
        }
    }

    @Test
    void shouldOfferNothingButPingItself() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("drop to-nat-itself", nat.lan(Frame.udp("10.0.0.2:5000", "10.0.0.1:53")));
            assertEquals("drop to-nat-itself", nat.lan(Frame.tcp("10.0.0.2:5000", "10.0.0.1:22", "S")));
            assertEquals(
                    "drop fragment-unsupported",
                    nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "10.0.0.1", 2000).fragment(0, 1480)));
        }
    }

    @Test
    void shouldDropWhatIsNotForItFromOutside() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("drop not-for-nat", nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.77:5000")));
            assertEquals("drop not-for-nat", nat.wan(Frame.udp("198.51.100.9:53", "10.0.0.2:5000")));
            assertEquals("drop not-for-nat", nat.wan(Frame.icmpQuery(8, "198.51.100.9:77", "10.0.0.1")));
            assertEquals("drop not-for-nat", nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.255:5000")));
        }
    }

    @Test // RFC 1812, section 5.3.7
    void shouldDropMartians() {
        try (NatBed nat = NatBed.open()) {
            for (String source : List.of(
                    "0.0.0.0",
                    "127.0.0.1",
                    "224.0.0.1",
                    "255.255.255.255",
                    "10.0.0.1",
                    "203.0.113.1",
                    "10.0.0.255",
                    "10.0.0.0")) {
                assertEquals("drop martian-source", nat.lan(Frame.udp(source + ":5000", "198.51.100.9:53")), source);
                assertEquals("drop martian-source", nat.wan(Frame.udp(source + ":5000", "203.0.113.1:53")), source);
            }
            assertEquals("drop martian-source", nat.wan(Frame.udp("10.0.0.2:5000", "203.0.113.1:53")));
            for (String destination :
                    List.of("0.0.0.0", "127.0.0.1", "224.0.0.251", "255.255.255.255", "10.0.0.255", "203.0.113.255")) {
                assertEquals(
                        "drop unroutable-destination",
                        nat.lan(Frame.udp("10.0.0.2:5353", destination + ":5353")),
                        destination);
            }
        }
    }

    @Test
    void shouldRouteBetweenInsideNetworksWithoutTranslation() {
        NfTestBedBuilder twoInside = NfTestBed.builder(new NatFactory())
                .port("guests", "10.1.0.1/24")
                .port("wan", "203.0.113.1/24")
                .port("lan", "10.0.0.1/24")
                .config("inside", List.of("lan", "guests"))
                .config("outside", "wan")
                .config("max-flows", 10);
        try (NatBed nat = new NatBed(twoInside)) {
            assertEquals(
                    "guests: tcp 10.0.0.2:5000 > 10.1.0.9:80 ttl 63",
                    nat.lan(Frame.tcp("10.0.0.2:5000", "10.1.0.9:80", "S")));
            assertEquals(
                    "lan: icmp 11/0 10.0.0.1 > 10.0.0.2 ttl 64 [tcp 10.0.0.2:5000 > 10.1.0.9:80] | drop ttl-expired",
                    nat.lan(Frame.tcp("10.0.0.2:5000", "10.1.0.9:80", "S").timeToLive(1)));
            assertEquals(0, nat.flows());
            nat.send("guests", Frame.udp("10.1.0.9:6000", "198.51.100.9:53").bytes());
            assertEquals(
                    "guests: udp 198.51.100.9:53 > 10.1.0.9:6000 ttl 63",
                    nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.1:6000")),
                    "back to the port that it came from");
        }
    }

    @Test
    void shouldLeaveOtherPortsToTheRestOfTheChain() {
        NfTestBedBuilder bystander =
                NatBed.standard().port("dmz").port("mirror").peers("dmz", "mirror");
        try (NfTestBed bed = bystander.build()) {
            byte[] frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53").bytes();
            assertEquals(List.of(new Output("mirror", frame)), bed.receive("dmz", frame));
        }
    }

    private static int answered(NatBed nat, Frame probe, int times) {
        int answered = 0;
        for (int i = 0; i < times; i++) {
            String line = nat.lan(probe);
            assertTrue(line.endsWith("drop ttl-expired"), line);
            answered += line.startsWith("lan: icmp 11/0") ? 1 : 0;
        }
        return answered;
    }

    private static NfTestBedBuilder narrow() {
        return NfTestBed.builder(new NatFactory())
                .port("lan", List.of("10.0.0.1"), 24, 1500)
                .port("wan", List.of("203.0.113.1"), 24, 600)
                .config("inside", "lan")
                .config("outside", "wan")
                .config("max-flows", 10);
    }
}
