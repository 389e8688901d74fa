package io.lockstep.benchmarks.endtoend;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what one queue of a backup released, replaying and then as primary, with what a solo node releases for one pass of the same
 * capture.
 *
 * <p>Both nodes read the capture again and again, so while the primary lives the backup must release the solo node's frames, passes on
 * end, from the first one on: none missing, none twice, none altered. What was in flight at the kill may be missing. Then the backup reads
 * its own copy of the capture, which stands anywhere: from there on again every frame, in order, to the end. So there are two runs and
 * one break between them.
 */
final class ReleasedStream {
    private final List<byte[]> pass;
    private final Map<ByteBuffer, Integer> position = new HashMap<>();
    private long beforeBreak;
    private long afterBreak;
    private boolean broken;
    private int next;

    /**
     * Starts at the first frame.
     *
     * @param pass the solo node's frames, all different
     */
    ReleasedStream(List<byte[]> pass) {
        this.pass = pass;
        for (int i = 0; i < pass.size(); i++) {
            Integer other = position.put(ByteBuffer.wrap(pass.get(i)), i);
            if (other != null) {
                throw new AssertionError("the solo node released frame " + other + " again as frame " + i);
            }
        }
    }

    /** Takes the next frame that was released. */
    void add(byte[] frame) {
        if (!java.util.Arrays.equals(frame, pass.get(next))) {
            breakAt(frame);
        }
        next = (next + 1) % pass.size();
        if (broken) {
            afterBreak++;
        } else {
            beforeBreak++;
        }
    }

    private void breakAt(byte[] frame) {
        Integer found = position.get(ByteBuffer.wrap(frame));
        if (found == null) {
            throw new AssertionError(this + ": the next frame is none that the solo node released: " + hex(frame)
                    + ", expected " + hex(pass.get(next)));
        }
        if (broken) {
            throw new AssertionError(this + ": the next is number " + found + " of the pass, expected " + next
                    + ": the second break, so something is missing or out of order that was not in flight at the kill");
        }
        broken = true;
        next = found;
    }

    /** Frames of the first run: released for the primary. Some at its end may be of the second one if that went on seamlessly. */
    long beforeBreak() {
        return beforeBreak;
    }

    /** Frames of the second run. */
    long afterBreak() {
        return afterBreak;
    }

    @Override
    public String toString() {
        return beforeBreak + " frames, " + (broken ? "a break, " + afterBreak + " frames" : "no break") + ", passes of "
                + pass.size();
    }

    private static String hex(byte[] frame) {
        return java.util.HexFormat.of().formatHex(frame);
    }
}
