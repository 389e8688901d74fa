package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.packet.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Fuzz target: any frames through the NAT, and so through the packet flyweights. {@code scripts/fuzz NatFuzz}.
 *
 * <pre>
 *   input: (| how u8 | size u16 | frame |)*    how, bit 0: port; bit 1: the header's checksum is put right; bit 2: the total length too;
 *                                              bit 7: no frame, (size) seconds pass
 * </pre>
 *
 * <p>Holds: no exception; each frame has one verdict; the state does not contradict itself; what comes out fits the MTU and has a right header
 * checksum. Accesses run at once: replay is the business of other tests.
 */
public final class NatFuzz {
    private static final int MAX_INPUT_BYTES = 16 << 10;
    private static final int MAX_FRAMES = 64;
    private static final int MTU = 1500;

    private final DirectSetup setup = new DirectSetup(
            List.of(Frame.address("203.0.113.1")), Map.of("inside", "lan", "outside", "wan", "max-flows", 64));
    private final PacketProcessor processor = new NatFactory().open(setup).newProcessor();
    private final NatState state = (NatState) setup.state();
    private final DirectContext context;
    private final MemorySegment buffer;
    private final Packet packet = new Packet();

    private NatFuzz(Arena arena) {
        context = new DirectContext(state, arena, NatFuzz::check);
        buffer = arena.allocate(MTU + PacketParser.IP);
    }

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > MAX_INPUT_BYTES) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            new NatFuzz(arena).run(ByteBuffer.wrap(data));
        }
    }

    private void run(ByteBuffer input) {
        for (int i = 0; i < MAX_FRAMES && input.remaining() >= 3; i++) {
            step(input);
            StateChecker.check(state);
        }
    }

    /** Writes the seeds to the folder that is named. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<byte[]> seeds = seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }

    /** Each kind of frame alone, then all kinds as one input. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Traffic.Arrival arrival : Traffic.oneOfEach()) {
            byte[] frame = arrival.frame().bytes();
            ByteBuffer seed = ByteBuffer.allocate(3 + frame.length);
            seed.put((byte) (2 | (arrival.port().equals("wan") ? 1 : 0)));
            seed.putShort((short) frame.length).put(frame);
            seeds.add(seed.array());
            all.writeBytes(seed.array());
        }
        seeds.add(all.toByteArray());
        return seeds;
    }

    private void step(ByteBuffer input) {
        int how = input.get();
        int size = input.getShort() & 0xffff;
        if (how < 0) {
            context.advance(TimeUnit.SECONDS.toNanos(size));
            context.timer(processor);
            return;
        }
        byte[] frame = new byte[Math.min(Math.min(size, input.remaining()), MTU + PacketParser.IP)];
        input.get(frame);
        if ((how & 2) != 0) {
            putRight(frame, (how & 4) != 0);
        }
        MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
        packet.wrap(0, buffer.address(), frame.length, buffer.address(), buffer.address() + frame.length);
        long before = verdicts();
        context.process(processor, how & 1, packet);
        assertEquals(before + 1, verdicts(), "verdicts");
    }

    private long verdicts() {
        return context.forwarded + context.dropped + context.consumed;
    }

    private static void check(Packet out) {
        byte[] frame = new byte[out.length()];
        MemorySegment.copy(
                MemorySegment.ofAddress(out.address()).reinterpret(frame.length),
                ValueLayout.JAVA_BYTE,
                0,
                frame,
                0,
                frame.length);
        int totalLength = FrameView.unsignedShort(frame, 16);
        assertTrue(totalLength <= MTU && PacketParser.IP + totalLength <= frame.length, () -> Arrays.toString(frame));
        assertEquals(0xffff, FrameView.sum(frame, PacketParser.IP, (frame[14] & 15) << 2), "sum over the IPv4 header");
    }

    private static void putRight(byte[] frame, boolean lengthToo) {
        if (frame.length < 34) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        if (lengthToo) {
            buffer.putShort(16, (short) (frame.length - 14));
        }
        int headerBytes = Math.min((frame[14] & 15) << 2, frame.length - 14);
        buffer.putShort(24, (short) 0);
        buffer.putShort(24, (short) ~FrameView.sum(frame, 14, headerBytes));
    }
}
