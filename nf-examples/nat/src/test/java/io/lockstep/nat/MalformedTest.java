package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NfTestBed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bad input: named drops, never an exception, never a state that contradicts itself. */
class MalformedTest {
    private static final String OWN_REASONS = "nat.";

    @Test
    void shouldDropFramesThatAreCutOff() {
        try (NatBed nat = NatBed.open()) {
            byte[] whole = Frame.udp("10.0.0.2:5000", "198.51.100.9:53").bytes();
            for (int length = 0; length < whole.length; length++) {
                assertEquals("drop truncated", nat.send("lan", Arrays.copyOf(whole, length)), "length " + length);
            }
            assertEquals(0, nat.flows());
        }
    }

    @Test
    void shouldDropWhatIsNotIpv4() {
        try (NatBed nat = NatBed.open()) {
            for (int type : new int[] {0x86dd, 0x8100, 0x0806, 0x05dc}) {
                byte[] frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53").bytes();
                ByteBuffer.wrap(frame).putShort(12, (short) type);
                assertEquals("drop unsupported-ethertype", nat.send("lan", frame));
            }
            assertEquals("drop unsupported-protocol", nat.lan(Frame.other(47, "10.0.0.2", "198.51.100.9")));
            assertEquals("drop unsupported-protocol", nat.wan(Frame.other(50, "198.51.100.9", "203.0.113.1")));
        }
    }

    @Test
    void shouldDropHeadersThatContradictThemselves() {
        try (NatBed nat = NatBed.open()) {
            assertEquals("drop malformed", changed(nat, 14, 0x65), "version 6");
            assertEquals("drop malformed", changed(nat, 14, 0x44), "header of 16 bytes");
            assertEquals("drop malformed", changed(nat, 14, 0x4f), "header longer than the packet");
            assertEquals("drop malformed", changed(nat, 17, 19), "total length shorter than the header");
            assertEquals("drop truncated", changed(nat, 16, 2), "total length longer than the frame");
            assertEquals("drop bad-checksum", changed(nat, 24, 0x5a));
            assertEquals("drop malformed", changed(nat, 38, 3), "UDP length longer than the packet");
            Frame udp = Frame.udp("10.0.0.2:5000", "198.51.100.9:53").transportByte(5, 7);
            assertEquals("drop malformed", nat.lan(udp), "UDP length shorter than its header");
            Frame tcp = Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "S");
            assertEquals("drop malformed", nat.lan(tcp.transportByte(12, 0x40)), "TCP header of 16 bytes");
            assertEquals("drop malformed", nat.lan(tcp.transportByte(12, 0xf0)), "TCP header longer than the packet");
            assertEquals(0, nat.flows());
        }
    }

    @Test
    void shouldIgnoreEthernetPadding() {
        try (NatBed nat = NatBed.open()) {
            byte[] frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 1).bytes();
            assertEquals(
                    "wan: udp 203.0.113.1:5000 > 198.51.100.9:53 ttl 63", nat.send("lan", Arrays.copyOf(frame, 60)));
        }
    }

    @Test
    void shouldDropIpv4PacketsCutOffAtEveryByteUnderANamedReason() {
        try (NatBed nat = NatBed.open()) {
            for (Traffic.Arrival arrival : Traffic.oneOfEach()) {
                byte[] whole = arrival.frame().bytes();
                for (int length = 14; length < whole.length; length++) {
                    survive(nat.bed(), arrival.port(), Arrays.copyOf(whole, length));
                    survive(nat.bed(), arrival.port(), shortened(whole, length));
                }
                StateChecker.check(nat.state());
            }
            StateChecker.checkAll(nat.state(), "203.0.113.1");
        }
    }

    @Test
    void shouldSurviveFlippedBytes() {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            try (NatBed nat = new NatBed(NatBed.withExternal("203.0.113.1", "203.0.113.2")
                    .config("filtering", seed % 2 == 0 ? "address-dependent" : "endpoint-independent"))) {
                Traffic traffic = new Traffic(seed);
                List<Traffic.Arrival> each = Traffic.oneOfEach();
                for (int i = 0; i < 4_000; i++) {
                    Traffic.Arrival arrival = i % 2 == 0 ? traffic.next() : each.get(random.nextInt(each.size()));
                    byte[] frame = arrival.frame().bytes();
                    for (int flips = random.nextInt(4); flips > 0; flips--) {
                        frame[12 + random.nextInt(Math.min(frame.length, 90) - 12)] = (byte) random.nextInt();
                    }
                    if (random.nextBoolean()) {
                        fixHeaderChecksum(frame); // else nothing but the checksum's check is tested
                    }
                    survive(nat.bed(), arrival.port(), frame);
                }
                StateChecker.checkAll(nat.state(), "203.0.113.1", "203.0.113.2");
            } catch (AssertionError failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        }
    }

    private static void survive(NfTestBed bed, String port, byte[] frame) {
        bed.receive(port, frame);
        assertEquals(List.of(), bed.exceptions());
        assertTrue(
                bed.drops().keySet().stream().allMatch(reason -> reason.startsWith(OWN_REASONS)),
                () -> bed.drops().toString());
    }

    /** The same packet with a total length that says that it ends there. */
    private static byte[] shortened(byte[] whole, int length) {
        byte[] frame = Arrays.copyOf(whole, length);
        if (length >= 34) {
            ByteBuffer.wrap(frame).putShort(16, (short) (length - 14));
            fixHeaderChecksum(frame);
        }
        return frame;
    }

    private static String changed(NatBed nat, int offset, int value) {
        byte[] frame = Frame.udp("10.0.0.2:5000", "198.51.100.9:53").bytes();
        frame[offset] = (byte) value;
        if (offset != 24) {
            fixHeaderChecksum(frame);
        }
        return nat.send("lan", frame);
    }

    private static void fixHeaderChecksum(byte[] frame) {
        int headerBytes = Math.min((frame[14] & 15) << 2, frame.length - 14);
        ByteBuffer.wrap(frame).putShort(24, (short) 0);
        ByteBuffer.wrap(frame).putShort(24, (short) ~FrameView.sum(frame, 14, headerBytes));
    }
}
