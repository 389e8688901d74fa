package io.lockstep.simulator.world;

import io.lockstep.simulator.nf.NastyFrame;
import io.lockstep.simulator.node.SimNode;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Makes frames for the nasty function, each with an id of its own. */
final class Traffic {
    private static final int MOST_ACCESSES = 9; // one more than the node allows

    private final SplittableRandom random;
    private long lastId;

    Traffic(SplittableRandom random) {
        this.random = random;
    }

    long lastId() {
        return lastId;
    }

    byte[] next() {
        byte[] frame = new byte[NastyFrame.BYTES + random.nextInt(SimNode.packetBytes() - NastyFrame.BYTES + 1)];
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putLong(0, 0x0200_0000_0001_0200L);
        bytes.putShort(12, (short) 0x88b5);
        bytes.putLong(NastyFrame.ID, ++lastId);
        frame[NastyFrame.COUNT] =
                (byte) (random.nextInt(8) == 0 ? random.nextInt(MOST_ACCESSES + 1) : random.nextInt(5));
        int style = random.nextInt(8);
        frame[NastyFrame.COMMAND] = (byte) (style < 4 ? 0 : random.nextInt(16));
        frame[NastyFrame.FLAGS] = (byte) (style < 2 ? 0 : random.nextInt(16) & (style < 6 ? 7 : 15));
        for (int i = NastyFrame.SCRIPT; i < NastyFrame.SCRIPT + NastyFrame.SCRIPT_BYTES; i++) {
            frame[i] = (byte) random.nextInt(256);
        }
        for (int i = NastyFrame.BYTES; i < frame.length; i++) {
            frame[i] = (byte) i;
        }
        return frame;
    }
}
