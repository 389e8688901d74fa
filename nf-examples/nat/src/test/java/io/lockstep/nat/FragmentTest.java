package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** RFC 4787, REQ-14, as far as it is met. */
class FragmentTest {
    private static final Frame OUT = Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 4000);
    private static final Frame OPENING = Frame.udp("10.0.0.2:5000", "198.51.100.9:53");
    private static final Frame BACK = Frame.udp("198.51.100.9:53", "203.0.113.1:5000", 4000);

    @Test
    void shouldTranslateOutboundFragmentsInOrder() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("wan: udp 203.0.113.1:5000 > 198.51.100.9:53 ttl 63 at 0+", nat.lan(OUT.fragment(0, 1480)));
            assertEquals("wan: udp 203.0.113.1 > 198.51.100.9 ttl 63 at 1480+", nat.lan(OUT.fragment(1480, 1480)));
            assertEquals("wan: udp 203.0.113.1 > 198.51.100.9 ttl 63 at 2960", nat.lan(OUT.fragment(2960, 1480)));
        }
    }

    @Test
    void shouldTranslateOutboundFragmentsInAnyOrder() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("wan: udp 203.0.113.1 > 198.51.100.9 ttl 63 at 2960", nat.lan(OUT.fragment(2960, 1480)));
            assertEquals("wan: udp 203.0.113.1:5000 > 198.51.100.9:53 ttl 63 at 0+", nat.lan(OUT.fragment(0, 1480)));
        }
    }

    @Test
    void shouldSendLaterFragmentsWhereTheFirstWentWhenTheHostIsNotOnItsPairedAddress() {
        try (NatBed nat =
                new NatBed(NatBed.withExternal("203.0.113.1", "203.0.113.2").config("port-range", "5000-5000"))) {
            nat.lan(Frame.udp("10.0.0.4:5000", "198.51.100.9:53"));
            assertEquals("wan: udp 203.0.113.2:5000 > 198.51.100.9:53 ttl 63 at 0+", nat.lan(OUT.fragment(0, 1480)));
            assertEquals("wan: udp 203.0.113.2 > 198.51.100.9 ttl 63 at 1480+", nat.lan(OUT.fragment(1480, 1480)));
        }
    }

    @Test
    void shouldTranslateInboundFragmentsAfterTheFirst() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(OPENING);
            assertEquals("lan: udp 198.51.100.9:53 > 10.0.0.2:5000 ttl 63 at 0+", nat.wan(BACK.fragment(0, 1480)));
            assertEquals("lan: udp 198.51.100.9 > 10.0.0.2 ttl 63 at 2960", nat.wan(BACK.fragment(2960, 1480)));
            assertEquals("lan: udp 198.51.100.9 > 10.0.0.2 ttl 63 at 1480+", nat.wan(BACK.fragment(1480, 1480)));
            assertEquals(0, nat.state().fragments().size(), "forgotten with the last byte");
        }
    }

    @Test
    void shouldDropInboundFragmentsBeforeTheFirst() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(OPENING);
            assertEquals("drop fragment-unknown", nat.wan(BACK.fragment(1480, 1480)));
        }
    }

    @Test
    void shouldNotMixPackets() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(OPENING);
            nat.wan(BACK.fragment(0, 1480));
            assertEquals(
                    "drop fragment-unknown", nat.wan(BACK.fragment(1480, 1480).identification(0x4321)));
        }
    }

    @Test
    void shouldForgetAnUnfinishedPacketAfterTwoSeconds() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(OPENING);
            nat.wan(BACK.fragment(0, 1480));
            nat.advance(Duration.ofSeconds(2));
            assertEquals("drop fragment-unknown", nat.wan(BACK.fragment(1480, 1480)));
            nat.advance(Duration.ofSeconds(11));
            assertEquals(0, nat.state().fragments().size());
        }
    }

    @Test
    void shouldTranslateHairpinFragments() {
        try (NatBed nat = NatBed.open()) {
            nat.lan(Frame.udp("10.0.0.3:7000", "198.51.100.9:53"));
            Frame big = Frame.udp("10.0.0.2:5000", "203.0.113.1:7000", 4000);
            assertEquals("lan: udp 203.0.113.1:5000 > 10.0.0.3:7000 ttl 63 at 0+", nat.lan(big.fragment(0, 1480)));
            assertEquals("lan: udp 203.0.113.1 > 10.0.0.3 ttl 63 at 1480+", nat.lan(big.fragment(1480, 1480)));
        }
    }

    @Test
    void shouldTranslateAFragmentedPing() {
        try (NatBed nat = NatBed.open()) {
            Frame ping = Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9", 3000);
            assertEquals("wan: icmp 8 id 77 203.0.113.1 > 198.51.100.9 ttl 63 at 0+", nat.lan(ping.fragment(0, 1480)));
            assertEquals("wan: icmp 203.0.113.1 > 198.51.100.9 ttl 63 at 1480+", nat.lan(ping.fragment(1480, 1480)));
            Frame reply = Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:77", 3000);
            assertEquals("lan: icmp 0 id 77 198.51.100.9 > 10.0.0.2 ttl 63 at 0+", nat.wan(reply.fragment(0, 1480)));
            assertEquals("lan: icmp 198.51.100.9 > 10.0.0.2 ttl 63 at 1480+", nat.wan(reply.fragment(1480, 1480)));
        }
    }

    @Test // REQ-14a: a flood of first fragments costs fragments, nothing else
    void shouldDropFragmentedPacketsWhenTheTableIsFullAndGoOnWithOthers() {
        try (NatBed nat = new NatBed(NatBed.standard().config("max-fragments", 2))) {
            nat.lan(OPENING);
            for (int identification = 1; identification <= 2; identification++) {
                nat.wan(BACK.fragment(0, 1480).identification(identification));
            }
            assertEquals("drop fragments-full", nat.wan(BACK.fragment(0, 1480).identification(3)));
            assertEquals(
                    "lan: udp 198.51.100.9:53 > 10.0.0.2:5000 ttl 63",
                    nat.wan(Frame.udp("198.51.100.9:53", "203.0.113.1:5000")));
        }
    }

    @Test // RFC 1858
    void shouldDropFragmentsMadeToDeceive() {
        try (NatBed nat = NatBed.open()) {
            Frame tcp = Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "S");
            assertEquals("drop malformed", nat.lan(tcp.fragment(0, 8)));
            assertEquals("drop malformed", nat.lan(tcp.fragment(8, 16)));
        }
    }
}
