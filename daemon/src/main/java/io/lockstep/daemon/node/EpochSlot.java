package io.lockstep.daemon.node;

import io.lockstep.runtime.role.StoredEpochs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One of the two places in an epoch file: a line of text, filled up with spaces to a block of its own, so that a write that is cut off
 * by a power failure damages no other.
 *
 * <pre>
 *   version 12 epoch 3 seen 3 crc32c 0f1e2d3c                                     (spaces) LF
 *   └─────────── summed up ─┘
 * </pre>
 *
 * @param version grows by one with each write: the higher one of two places counts
 * @param epochs what was written
 */
record EpochSlot(long version, StoredEpochs epochs) {
    /** Of a slot, with its line feed: a block of the usual file systems and disks. */
    static final int BYTES = 4096;

    private static final byte[] SPACES = " ".repeat(BYTES).getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LINE =
            Pattern.compile("(version (\\d{1,18}) epoch (\\d{1,15}) seen (\\d{1,15})) crc32c ([0-9a-f]{8}) *\n");

    /** Writes the slot into the whole of a buffer. */
    void write(ByteBuffer block) {
        String content = "version " + version + " epoch " + epochs.epoch() + " seen " + epochs.seen();
        block.clear();
        block.put((content + " crc32c " + sum(content)).getBytes(StandardCharsets.US_ASCII));
        // In one go: this is code that runs for the third or fourth time, interpreted, in the middle of a promotion.
        block.put(SPACES, block.position(), BYTES - 1 - block.position());
        block.put((byte) '\n').flip();
    }

    /** Whether these are its epochs. Not by {@code equals}, which a record's first use has to link. */
    boolean isOf(StoredEpochs other) {
        return epochs.epoch() == other.epoch() && epochs.seen() == other.seen();
    }

    /** Reads a slot; null when it is not whole. */
    static EpochSlot read(byte[] file, int offset) {
        if (file.length < offset + BYTES) {
            return null;
        }
        Matcher line = LINE.matcher(new String(file, offset, BYTES, StandardCharsets.US_ASCII));
        if (!line.matches() || !sum(line.group(1)).equals(line.group(5))) {
            return null;
        }
        try {
            return new EpochSlot(
                    Long.parseLong(line.group(2)),
                    new StoredEpochs(Long.parseLong(line.group(3)), Long.parseLong(line.group(4))));
        } catch (IllegalArgumentException e) {
            return null; // epochs that make no sense
        }
    }

    private static String sum(String content) {
        CRC32C sum = new CRC32C();
        sum.update(content.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
