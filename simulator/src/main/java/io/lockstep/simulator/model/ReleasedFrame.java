package io.lockstep.simulator.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A frame of the nasty function that has left a node, taken apart and compared with what the model expects. */
final class ReleasedFrame {
    private static final int ID = 14;
    private static final int DIGEST = 36;
    private static final int ACCESSES = 44;
    private static final int OUTPUT = 45;
    private static final int NOW = 46;
    private static final int RANDOM = 54;
    private static final int END = 62;

    private ReleasedFrame() {}

    static long id(byte[] frame) {
        return ByteBuffer.wrap(frame).getLong(ID);
    }

    static int output(byte[] frame) {
        return frame[OUTPUT];
    }

    static void check(String node, ModelInput input, int output, int port, byte[] frame, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        expect(node, input, output, "port", input.outputPort(output), port);
        expect(node, input, output, "digest of results", input.outputDigest(output), bytes.getLong(DIGEST));
        expect(node, input, output, "number of accesses", input.outputAccesses(output), frame[ACCESSES]);
        expect(node, input, output, "time", input.now, bytes.getLong(NOW));
        expect(node, input, output, "random number", input.random, bytes.getLong(RANDOM));
        byte[] original = input.frame();
        if (original == null) {
            return;
        }
        expect(node, input, output, "length", output == 0 ? original.length : END, length);
        if (!Arrays.equals(original, 0, DIGEST, frame, 0, DIGEST)
                || (output == 0 && !Arrays.equals(original, END, original.length, frame, END, length))) {
            throw new Violation("I1: " + node + " releases output " + output + " of " + Names.input(input.id)
                    + " with bytes that it should not have changed");
        }
    }

    private static void expect(String node, ModelInput input, int output, String what, long expected, long found) {
        if (expected != found) {
            throw new Violation("I1: " + node + " releases output " + output + " of " + Names.input(input.id) + " with "
                    + what + " " + Long.toHexString(found) + ", its history says " + Long.toHexString(expected));
        }
    }
}
