package io.lockstep.benchmarks.performance;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a plain libpcap file: a header of 24 bytes, then for each frame 16 bytes (seconds, fraction, captured length, length) and the
 * frame. <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-03.html">draft-ietf-opsawg-pcap</a>.
 */
final class CaptureWriter implements AutoCloseable {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int LONGEST_FRAME_BYTES = 65_535;
    private static final int ETHERNET = 1;

    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    CaptureWriter(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        header.putInt(MAGIC_MICROSECONDS).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(LONGEST_FRAME_BYTES).putInt(ETHERNET);
        out.write(header.array(), 0, HEADER_BYTES);
    }

    /** Adds a frame, without frame check sequence, of time 0. */
    void write(byte[] frame) throws IOException {
        if (frame.length > LONGEST_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "a frame of " + frame.length + " bytes, expected at most " + LONGEST_FRAME_BYTES);
        }
        header.clear().putInt(0).putInt(0).putInt(frame.length).putInt(frame.length);
        out.write(header.array(), 0, FRAME_HEADER_BYTES);
        out.write(frame);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
