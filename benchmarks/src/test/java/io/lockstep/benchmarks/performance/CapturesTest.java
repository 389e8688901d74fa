package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures are what others can read, and their packets are whole. */
final class CapturesTest {
    private static final int IP = 14;
    private static final int UDP = 34;

    @TempDir
    private Path folder;

    @Test
    void shouldWriteOnePacketOfEachFlowWithRightChecksums() throws Exception {
        List<ByteBuffer> frames = read(Captures.flows(folder, 1_000, 60));
        assertEquals(1_000, frames.size());
        Set<String> flows = new HashSet<>();
        for (ByteBuffer frame : frames) {
            assertEquals(60, frame.capacity());
            assertWhole(frame);
            flows.add(frame.getInt(IP + 12) + ":" + frame.getShort(UDP));
            assertEquals(10, frame.get(IP + 12), "first byte of the source address");
        }
        assertEquals(1_000, flows.size());
    }

    @Test
    void shouldKeepFlowsApartWhereHostsHaveSeveralPorts() throws Exception {
        Set<Long> sources = new HashSet<>();
        for (ByteBuffer frame : read(Captures.flows(folder, 100_000, 60))) {
            sources.add((long) frame.getInt(IP + 12) << 16 | (frame.getShort(UDP) & 0xffff));
        }
        assertEquals(100_000, sources.size());
    }

    @Test
    void shouldMixLengthsSevenToFourToOne() throws Exception {
        List<ByteBuffer> frames = read(Captures.imix(folder, 100));
        assertEquals(1_200, frames.size());
        assertEquals(
                700, frames.stream().filter(frame -> frame.capacity() == 60).count());
        assertEquals(
                400, frames.stream().filter(frame -> frame.capacity() == 590).count());
        assertEquals(
                100, frames.stream().filter(frame -> frame.capacity() == 1_514).count());
        frames.forEach(CapturesTest::assertWhole);
    }

    @Test
    void shouldGiveTheSameBytesEveryTime() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertEquals(-1, Files.mismatch(Captures.flows(folder, 500, 60), Captures.flows(other, 500, 60)));
    }

    @Test
    void shouldLetTheNodeLearnTheGateway() throws Exception {
        ByteBuffer question = read(Captures.gateway(folder)).getFirst();
        assertEquals(0x0806, question.getShort(12));
        assertEquals(Frames.ipv4(Captures.GATEWAY), question.getInt(28));
        assertEquals(Frames.ipv4(Captures.OUTSIDE), question.getInt(38));
    }

    @Test
    void shouldRefuseFramesThatEthernetDoesNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> Frames.udp(1, 2, 3, 4, 59));
    }

    private static void assertWhole(ByteBuffer frame) {
        assertEquals(0x0800, frame.getShort(12));
        assertEquals(frame.capacity() - IP, frame.getShort(IP + 2) & 0xffff, "IPv4 length");
        assertEquals(0xffff, Frames.fold(Frames.sum(frame, IP, 20)), "IPv4 checksum");
        int udpBytes = frame.getShort(UDP + 4) & 0xffff;
        assertEquals(frame.capacity() - UDP, udpBytes, "UDP length");
        assertTrue(frame.getShort(UDP + 6) != 0, "there is a UDP checksum");
        long pseudoHeader = Frames.sum(frame, IP + 12, 8) + 17 + udpBytes;
        assertEquals(0xffff, Frames.fold(pseudoHeader + Frames.sum(frame, UDP, udpBytes)), "UDP checksum");
    }

    private static List<ByteBuffer> read(Path file) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0xa1b2c3d4, bytes.getInt());
        assertEquals(1, bytes.getInt(20), "link type");
        bytes.position(24);
        List<ByteBuffer> frames = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int length = bytes.getInt(bytes.position() + 8);
            assertEquals(length, bytes.getInt(bytes.position() + 12));
            bytes.position(bytes.position() + 16);
            byte[] frame = new byte[length];
            bytes.get(frame);
            frames.add(ByteBuffer.wrap(frame));
        }
        return frames;
    }
}
