package io.lockstep.benchmarks.performance.paced;

import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * One UDP frame for each of a source's flows, written once, handed out in turn: inside hosts to one outside server. The first 8 bytes of
 * payload are the stamp. No UDP checksum, so that the stamp needs none.
 */
final class FlowFrames {
    /** Offset of the stamp in a frame, also after address translation. */
    static final int STAMP = 14 + 20 + 8;
    /** The shortest frame: headers and stamp. */
    static final int LEAST_BYTES = STAMP + 8;

    private static final int PORTS_PER_HOST = 256;
    private static final int FIRST_HOST = 10 << 24 | 2;
    private static final int FIRST_PORT = 10_000;
    private static final int SERVER = 198 << 24 | 51 << 16 | 100 << 8 | 9;
    private static final int SERVER_PORT = 53;
    private static final long SENDER_MAC = 0x02aa_0000_0001L;

    private final long base;
    private final int slotBytes;
    private final int frameBytes;
    private final long endOffset;
    private long offset;

    /**
     * Writes the frames of flows {@code first}, {@code first + step}, ... below {@code flows}.
     *
     * @param toMac address of the port that receives them
     */
    FlowFrames(Arena arena, long toMac, int frameBytes, int flows, int first, int step) {
        if (frameBytes < LEAST_BYTES || frameBytes > 1514) {
            throw new IllegalArgumentException(
                    "a frame of " + frameBytes + " bytes: expected " + LEAST_BYTES + " to 1514");
        }
        int own = (flows - first + step - 1) / step;
        if (own < 1) {
            throw new IllegalArgumentException(
                    flows + " flows for " + step + " workers: expected at least one flow for each");
        }
        this.frameBytes = frameBytes;
        this.slotBytes = (frameBytes + 63) & -64;
        this.endOffset = (long) own * slotBytes;
        this.base = arena.allocate(endOffset, 64).address();
        for (int i = 0; i < own; i++) {
            byte[] frame = frame(toMac, frameBytes, first + i * step);
            Memory.copyIn(frame, 0, base + (long) i * slotBytes, frameBytes);
        }
    }

    /** Length of all frames. */
    int frameBytes() {
        return frameBytes;
    }

    /** Copies the next flow's frame and stamps it. */
    void next(long address, long stampNs) {
        Memory.copy(base + offset, address, frameBytes);
        Memory.putLong(address + STAMP, stampNs);
        long next = offset + slotBytes;
        offset = next == endOffset ? 0 : next;
    }

    private static byte[] frame(long toMac, int frameBytes, int flow) {
        ByteBuffer frame = ByteBuffer.allocate(frameBytes);
        frame.putShort((short) (toMac >>> 32)).putInt((int) toMac);
        frame.putShort((short) (SENDER_MAC >>> 32)).putInt((int) SENDER_MAC);
        frame.putShort((short) 0x0800);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (frameBytes - 14)).putInt(0);
        frame.put((byte) 64).put((byte) 17).putShort((short) 0);
        frame.putInt(FIRST_HOST + flow / PORTS_PER_HOST).putInt(SERVER);
        frame.putShort(24, headerChecksum(frame));
        frame.putShort((short) (FIRST_PORT + flow % PORTS_PER_HOST)).putShort((short) SERVER_PORT);
        frame.putShort((short) (frameBytes - 34)).putShort((short) 0);
        return frame.array();
    }

    private static short headerChecksum(ByteBuffer frame) {
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += frame.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
