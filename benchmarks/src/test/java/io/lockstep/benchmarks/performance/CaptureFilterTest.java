package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small capture in, the frames from inside to outside out. */
final class CaptureFilterTest {
    private static final int IP = 14;
    private static final int TCP = 6;
    private static final int INSIDE = Frames.ipv4("10.0.0.16");
    private static final int OUTSIDE = Frames.ipv4("203.0.113.10");

    @TempDir
    private Path folder;

    @Test
    void shouldTakeFramesFromInsideToOutsideAsTheyAreAndInTheirOrder() throws Exception {
        byte[] first = Frames.udp(INSIDE, 1_024, OUTSIDE, 53, 60);
        byte[] second = tcp(Frames.udp(INSIDE, 1_024, OUTSIDE, 80, 1_514));
        byte[] third = Frames.udp(INSIDE, 1_024, OUTSIDE, 53, 90);
        Path source = capture(
                first,
                Frames.udp(OUTSIDE, 53, INSIDE, 1_024, 60),
                Frames.arpRequest(INSIDE, OUTSIDE),
                second,
                Frames.udp(INSIDE, 1_024, Frames.ipv4("10.0.0.1"), 53, 60),
                third);

        CaptureFilter.Selection selection = CaptureFilter.outbound(source, folder.resolve("out.pcap"));

        assertEquals(-1, Files.mismatch(capture(first, second, third), selection.file()));
        assertEquals(new CaptureFilter.Selection(selection.file(), 1, 2, 2, 60 + 1_514 + 90, 1_514), selection);
        assertEquals("3 packets (1 TCP, 2 UDP) of 2 flows, 555 B on average", selection.describe());
    }

    @Test
    void shouldLeaveOutWhatANatCannotTakeForAWholePacket() throws Exception {
        byte[] icmp = Frames.udp(INSIDE, 1, OUTSIDE, 1, 60);
        icmp[IP + 9] = 1;
        byte[] fragment = Frames.udp(INSIDE, 1, OUTSIDE, 1, 60);
        fragment[IP + 6] = 0x20;
        byte[] ipv6 = Frames.udp(INSIDE, 1, OUTSIDE, 1, 60);
        ByteBuffer.wrap(ipv6).putShort(12, (short) 0x86dd);
        byte[] stub = Arrays.copyOf(Frames.udp(INSIDE, 1, OUTSIDE, 1, 60), 30);
        byte[] options = Arrays.copyOf(Frames.udp(INSIDE, 1, OUTSIDE, 1, 60), IP + 60);
        options[IP] = 0x4f; // sixty bytes of header: no ports behind it

        CaptureFilter.Selection selection =
                CaptureFilter.outbound(capture(icmp, fragment, ipv6, stub, options), folder.resolve("out.pcap"));

        assertEquals(0, selection.packets());
    }

    @Test
    void shouldLeaveOutFramesThatWereNotCapturedWhole() throws Exception {
        Path source = capture(Frames.udp(INSIDE, 1, OUTSIDE, 1, 60));
        byte[] bytes = Files.readAllBytes(source);
        bytes[24 + 12] = 61; // its length, where 60 were captured
        Files.write(source, bytes);

        assertEquals(
                0, CaptureFilter.outbound(source, folder.resolve("out.pcap")).packets());
    }

    @Test
    void shouldSayWhichFileBreaksOff() throws Exception {
        Path source = capture(Frames.udp(INSIDE, 1, OUTSIDE, 1, 60));
        byte[] bytes = Files.readAllBytes(source);
        for (int length : new int[] {0, 23, 25, 39, 41, bytes.length - 1}) {
            Files.write(source, Arrays.copyOf(bytes, length));
            IOException e =
                    assertThrows(IOException.class, () -> CaptureFilter.outbound(source, folder.resolve("out.pcap")));
            assertTrue(e.getMessage().startsWith(source + " ends after "), e.getMessage());
        }
    }

    @Test
    void shouldRefuseWhatIsNotACaptureOfEthernet() throws Exception {
        Path source = capture();
        byte[] bytes = Files.readAllBytes(source);
        bytes[20] = 101; // raw IP
        Files.write(source, bytes);

        IOException e =
                assertThrows(IOException.class, () -> CaptureFilter.outbound(source, folder.resolve("out.pcap")));

        assertTrue(e.getMessage().contains("link type 101"), e.getMessage());
    }

    private Path capture(byte[]... frames) throws IOException {
        Path file = Files.createTempFile(folder, "capture", ".pcap");
        try (CaptureWriter writer = new CaptureWriter(file)) {
            for (byte[] frame : frames) {
                writer.write(frame);
            }
        }
        return file;
    }

    private static byte[] tcp(byte[] frame) {
        frame[IP + 9] = TCP;
        return frame;
    }
}
