package io.lockstep.dpdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classic pcap format: a header of 24 bytes, then per packet 16 bytes (seconds, microseconds, captured, original length) and
 * the captured bytes.
 */
final class CaptureFile {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int LINKTYPE_ETHERNET = 1;

    private CaptureFile() {}

    static void write(Path file, List<byte[]> packets) {
        int size = 24 + packets.stream().mapToInt(packet -> 16 + packet.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
        buffer.putInt(65535).putInt(LINKTYPE_ETHERNET);
        for (int i = 0; i < packets.size(); i++) {
            byte[] packet = packets.get(i);
            buffer.putInt(i)
                    .putInt(0)
                    .putInt(packet.length)
                    .putInt(packet.length)
                    .put(packet);
        }
        try {
            Files.write(file, buffer.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> read(Path file) {
        ByteBuffer buffer;
        try {
            buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<byte[]> packets = new ArrayList<>();
        buffer.position(24);
        while (buffer.hasRemaining()) {
            byte[] packet = new byte[buffer.getInt(buffer.position() + 8)];
            buffer.position(buffer.position() + 16).get(packet);
            packets.add(packet);
        }
        return packets;
    }
}
