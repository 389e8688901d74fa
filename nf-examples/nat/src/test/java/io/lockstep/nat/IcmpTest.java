package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** RFC 5508. */
class IcmpTest {
    private static final int WHOLE = 2000;

    @Test // REQ-1
    void shouldTranslateAPingOutAndItsReplyBack() {
        try (NatBed nat = NatBed.open()) {
            assertEquals(
                    "wan: icmp 8 id 77 203.0.113.1 > 198.51.100.9 ttl 63",
                    nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9")));
            assertEquals(
                    "lan: icmp 0 id 77 198.51.100.9 > 10.0.0.2 ttl 63",
                    nat.wan(Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:77")));
        }
    }

    @Test // REQ-1
    void shouldTranslateTimestampQueries() {
        try (NatBed nat = NatBed.open()) {
            assertEquals(
                    "wan: icmp 13 id 77 203.0.113.1 > 198.51.100.9 ttl 63",
                    nat.lan(Frame.icmpQuery(13, "10.0.0.2:77", "198.51.100.9")));
            assertEquals(
                    "lan: icmp 14 id 77 198.51.100.9 > 10.0.0.2 ttl 63",
                    nat.wan(Frame.icmpQuery(14, "198.51.100.9", "203.0.113.1:77")));
        }
    }

    @Test // REQ-1a
    void shouldTellTwoHostsWithOneIdentifierApart() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
            byte[] out = nat.frameFrom("lan", Frame.icmpQuery(8, "10.0.0.3:77", "198.51.100.9"));
            int identifier = FrameView.unsignedShort(out, 38);
            assertNotEquals(77, identifier);
            assertEquals(
                    "lan: icmp 0 id 77 198.51.100.9 > 10.0.0.3 ttl 63",
                    nat.wan(Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:" + identifier)));
        }
    }

    @Test // REQ-2
    void shouldExpireAQueryAfterSixtySeconds() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
            nat.advance(Duration.ofSeconds(59));
            assertEquals(
                    "lan: icmp 0 id 77 198.51.100.9 > 10.0.0.2 ttl 63",
                    nat.wan(Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:77")));
            nat.advance(Duration.ofSeconds(1));
            assertEquals("drop no-mapping", nat.wan(Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:77")));
        }
    }

    @Test // REQ-3
    void shouldDropAnErrorWithAWrongChecksum() {
        try (NatBed nat = NatBed.open()) {
            byte[] sent = nat.frameFrom("lan", Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            Frame error = Frame.icmpError(3, 3, "198.51.100.9", "203.0.113.1", sent, WHOLE);
            assertEquals("drop bad-checksum", nat.wan(error.transportByte(3, 0x5a)));
        }
    }

    @Test // REQ-3a
    void shouldDropAnErrorThatQuotesAWrongHeaderChecksum() {
        try (NatBed nat = NatBed.open()) {
            byte[] sent = nat.frameFrom("lan", Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            sent[14 + 8]++;
            Frame error = Frame.icmpError(3, 3, "198.51.100.9", "203.0.113.1", sent, WHOLE);
            assertEquals("drop bad-checksum", nat.wan(error));
        }
    }

    @Test // REQ-3b
    void shouldStepOverOptionsInTheQuote() {
        try (NatBed nat = NatBed.open()) {
            Frame frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53").options((byte) 1, (byte) 1, (byte) 1, (byte) 0);
            byte[] sent = nat.frameFrom("lan", frame);
            assertEquals(
                    "lan: icmp 3/3 198.51.100.9 > 10.0.0.2 ttl 63 [udp 10.0.0.2:5000 > 198.51.100.9:53]",
                    nat.wan(Frame.icmpError(3, 3, "198.51.100.9", "203.0.113.1", sent, WHOLE)));
        }
    }

    @Test // REQ-4, RFC 4787 REQ-12
    void shouldTranslateAnInboundErrorAndItsQuoteOfUdp() {
        try (NatBed nat = NatBed.open()) {
            occupy(nat);
            byte[] sent = nat.frameFrom("lan", Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            for (int quoteBytes : new int[] {28, 30, 33, 40}) {
                assertEquals(
                        "lan: icmp 11/0 192.0.2.33 > 10.0.0.2 ttl 63 [udp 10.0.0.2:5000 > 198.51.100.9:53]",
                        nat.wan(Frame.icmpError(11, 0, "192.0.2.33", "203.0.113.1", sent, quoteBytes)));
            }
        }
    }

    @Test // REQ-4, RFC 5382 REQ-9: with the TCP checksum in the quote, in part, or not
    void shouldTranslateAnInboundErrorAndItsQuoteOfTcp() {
        try (NatBed nat = NatBed.open()) {
            occupy(nat);
            byte[] sent = nat.frameFrom("lan", Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "S"));
            for (int quoteBytes = 28; quoteBytes <= 47; quoteBytes++) {
                assertEquals(
                        "lan: icmp 3/1 192.0.2.33 > 10.0.0.2 ttl 63 [tcp 10.0.0.2:5000 > 198.51.100.9:80]",
                        nat.wan(Frame.icmpError(3, 1, "192.0.2.33", "203.0.113.1", sent, quoteBytes)),
                        "quote of " + quoteBytes);
            }
        }
    }

    @Test // REQ-4: traceroute with ICMP
    void shouldTranslateAnInboundErrorAndItsQuoteOfAQuery() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.icmpQuery(8, "10.0.0.3:77", "198.51.100.9"));
            byte[] sent = nat.frameFrom("lan", Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
            for (int quoteBytes : new int[] {28, 48}) {
                assertEquals(
                        "lan: icmp 11/0 192.0.2.33 > 10.0.0.2 ttl 63 [icmp 8 id 77 10.0.0.2 > 198.51.100.9]",
                        nat.wan(Frame.icmpError(11, 0, "192.0.2.33", "203.0.113.1", sent, quoteBytes)));
            }
        }
    }

    @Test // REQ-4
    void shouldDropAnErrorAboutNoMapping() {
        try (NatBed nat = NatBed.open()) {
            byte[] stray = Frame.udp("203.0.113.1:5000", "198.51.100.9:53").bytes();
            assertEquals(
                    "drop icmp-error-unmatched",
                    nat.wan(Frame.icmpError(3, 3, "198.51.100.9", "203.0.113.1", stray, WHOLE)));
            byte[] foreign = Frame.udp("192.0.2.1:5000", "198.51.100.9:53").bytes();
            assertEquals(
                    "drop icmp-error-unmatched",
                    nat.wan(Frame.icmpError(3, 3, "198.51.100.9", "203.0.113.1", foreign, WHOLE)));
        }
    }

    @Test // REQ-5: the error comes from the host, or from a router before it
    void shouldTranslateAnOutboundErrorAndItsQuote() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.3:5000", "198.51.100.9:53"));
            byte[] out = nat.frameFrom("lan", Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            int port = FrameView.unsignedShort(out, 34);
            byte[] received = nat.frameFrom("wan", Frame.udp("198.51.100.9:53", "203.0.113.1:" + port));
            for (String reporter : new String[] {"10.0.0.2", "10.0.0.200"}) {
                assertEquals(
                        "wan: icmp 3/3 203.0.113.1 > 198.51.100.9 ttl 63 [udp 198.51.100.9:53 > 203.0.113.1:" + port
                                + "]",
                        nat.lan(Frame.icmpError(3, 3, reporter, "198.51.100.9", received, WHOLE)));
            }
        }
    }

    @Test // REQ-5
    void shouldDropAnOutboundErrorAboutNoMapping() {
        try (NatBed nat = NatBed.open()) {
            byte[] stray = Frame.udp("198.51.100.9:53", "10.0.0.2:5000").bytes();
            assertEquals(
                    "drop icmp-error-unmatched",
                    nat.lan(Frame.icmpError(3, 3, "10.0.0.2", "198.51.100.9", stray, WHOLE)));
            assertEquals(0, nat.flows());
        }
    }

    @Test // REQ-6, RFC 4787 REQ-12, RFC 5382 REQ-10
    void shouldNeitherRefreshNorRemoveTheMapping() {
        try (NatBed nat = NatBed.open()) {
            byte[] sent = nat.frameFrom("lan", Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
            nat.advance(Duration.ofSeconds(50));
            nat.wan(Frame.icmpError(3, 1, "198.51.100.9", "203.0.113.1", sent, WHOLE));
            assertEquals(1, nat.flows());
            nat.advance(Duration.ofSeconds(10));
            assertEquals("drop no-mapping", nat.wan(Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:77")));
        }
    }

    @Test // REQ-7a
    void shouldHairpinAnError() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.3:7000", "198.51.100.9:53"));
            byte[] received = nat.frameFrom("lan", Frame.udp("10.0.0.2:5000", "203.0.113.1:7000"));
            assertEquals("udp 203.0.113.1:5000 > 10.0.0.3:7000 ttl 63", FrameView.of(received));
            assertEquals(
                    "lan: icmp 3/3 203.0.113.1 > 10.0.0.2 ttl 63 [udp 10.0.0.2:5000 > 203.0.113.1:7000]",
                    nat.lan(Frame.icmpError(3, 3, "10.0.0.3", "203.0.113.1", received, WHOLE)));
        }
    }

    @Test // REQ-8
    void shouldTellAHostWhoseFlowFindsNoRoom() {
        try (NatBed nat = new NatBed(NatBed.standard().config("max-flows", 1))) {
            nat.lan(Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
            assertEquals(
                    "lan: icmp 3/13 10.0.0.1 > 10.0.0.2 ttl 64 [udp 10.0.0.2:5001 > 198.51.100.9:53] | drop table-full",
                    nat.lan(Frame.udp("10.0.0.2:5001", "198.51.100.9:53")));
        }
    }

    @Test // REQ-11
    void shouldDropWhatIsNeitherQueryNorTranslatableError() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("drop unsupported-icmp", nat.lan(Frame.icmpQuery(0, "10.0.0.2:77", "198.51.100.9")));
            assertEquals("drop unsupported-icmp", nat.lan(Frame.icmpQuery(9, "10.0.0.2:77", "198.51.100.9")));
            assertEquals("drop unsupported-icmp", nat.wan(Frame.icmpQuery(5, "198.51.100.9", "203.0.113.1:77")));
            assertEquals("drop unsupported-icmp", nat.wan(Frame.icmpQuery(13, "198.51.100.9", "203.0.113.1:77")));
        }
    }

    /** So that ports really change. */
    private static void occupy(NatBed nat) {
        nat.lan(Frame.udp("10.0.0.3:5000", "198.51.100.9:53"));
        nat.lan(Frame.tcp("10.0.0.3:5000", "198.51.100.9:80", "S"));
    }
}
