package io.lockstep.benchmarks.performance.paced;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.PacketBurst;

/**
 * The neighbour behind a port: answers ARP requests (RFC 826) for whatever address, one at a time; a request that comes before the last
 * answer was fetched is lost, and asked again.
 */
final class ArpResponder {
    private static final int FRAME_BYTES = 60;
    private static final int SENDER = 22;
    private static final int TARGET = 32;
    private static final long MAC = 0x02bb_0000_0001L;

    private final byte[] answer = new byte[FRAME_BYTES];
    private boolean waiting;

    /** Whether a frame is ARP. */
    boolean isArp(long frame) {
        return Memory.getUnsignedByte(frame + 12) == 0x08 && Memory.getUnsignedByte(frame + 13) == 0x06;
    }

    /** Looks at an ARP frame that the node has sent: a request for another's address wants an answer. */
    void onArp(long frame) {
        boolean request = Memory.getUnsignedByte(frame + 21) == 1;
        boolean announcement = Memory.getInt(frame + SENDER + 6) == Memory.getInt(frame + TARGET + 6);
        if (request && !announcement) {
            Memory.copyOut(frame, answer, 0, FRAME_BYTES);
            System.arraycopy(answer, SENDER, answer, TARGET, 10);
            Memory.copyOut(frame + TARGET + 6, answer, SENDER + 6, 4);
            System.arraycopy(answer, 6, answer, 0, 6);
            putMac(6);
            putMac(SENDER);
            answer[21] = 2;
            waiting = true;
        }
    }

    /** Whether the node should receive an answer. */
    boolean hasAnswer() {
        return waiting;
    }

    /** Writes the answer into the first buffer of a burst; returns 1, the number of frames. */
    int answer(PacketBurst burst) {
        Memory.copyIn(answer, 0, burst.address(0), FRAME_BYTES);
        burst.set(0, burst.handle(0), burst.address(0), FRAME_BYTES);
        waiting = false;
        return 1;
    }

    private void putMac(int offset) {
        for (int i = 0; i < 6; i++) {
            answer[offset + i] = (byte) (MAC >>> (40 - 8 * i));
        }
    }
}
