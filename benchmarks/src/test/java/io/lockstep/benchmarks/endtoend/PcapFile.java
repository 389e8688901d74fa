package io.lockstep.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Plain libpcap capture files: a header of 24 bytes, then for each frame 16 bytes (seconds, fraction, captured length, length) and the
 * frame. <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-03.html">draft-ietf-opsawg-pcap</a>.
 */
final class PcapFile {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int ETHERNET = 1;

    private PcapFile() {}

    /** Writes frames, all of time 0. */
    static Path write(Path file, List<byte[]> frames) throws IOException {
        int bytes = HEADER_BYTES
                + frames.stream()
                        .mapToInt(frame -> FRAME_HEADER_BYTES + frame.length)
                        .sum();
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC_MICROSECONDS).putShort((short) 2).putShort((short) 4);
        buffer.putInt(0).putInt(0).putInt(1 << 16).putInt(ETHERNET);
        for (byte[] frame : frames) {
            buffer.putInt(0).putInt(0).putInt(frame.length).putInt(frame.length).put(frame);
        }
        return Files.write(file, buffer.array());
    }

    /** The frames of a complete capture, read one by one. */
    static Iterable<byte[]> read(Path file) {
        return () -> new Reader(file, false);
    }

    /** The whole frames of a capture whose writer was killed. */
    static Iterable<byte[]> readUpToCut(Path file) {
        return () -> new Reader(file, true);
    }

    /** Goes through a file that may be larger than the heap. */
    private static final class Reader implements Iterator<byte[]> {
        private final Path file;
        private final boolean mayBeCut;
        private final ByteBuffer buffer;

        Reader(Path file, boolean mayBeCut) {
            this.file = file;
            this.mayBeCut = mayBeCut;
            try (FileChannel channel = FileChannel.open(file)) {
                buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (buffer.remaining() < HEADER_BYTES
                    || (buffer.getInt(0) != MAGIC_MICROSECONDS && buffer.getInt(0) != MAGIC_NANOSECONDS)) {
                throw new IllegalStateException(file + " is no capture");
            }
            buffer.position(HEADER_BYTES);
        }

        @Override
        public boolean hasNext() {
            return buffer.hasRemaining() && !(mayBeCut && isCut());
        }

        @Override
        public byte[] next() {
            if (!buffer.hasRemaining()) {
                throw new NoSuchElementException();
            }
            if (isCut()) {
                throw new IllegalStateException(file + " is cut off at byte " + buffer.position());
            }
            int length = buffer.getInt(buffer.position() + 8);
            byte[] frame = new byte[length];
            buffer.position(buffer.position() + FRAME_HEADER_BYTES);
            buffer.get(frame);
            return frame;
        }

        private boolean isCut() {
            return buffer.remaining() < FRAME_HEADER_BYTES
                    || buffer.remaining() < FRAME_HEADER_BYTES + buffer.getInt(buffer.position() + 8);
        }
    }
}
