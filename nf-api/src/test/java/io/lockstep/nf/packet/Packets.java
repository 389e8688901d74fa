package io.lockstep.nf.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** Makes packets from hex digits; blanks are ignored. */
final class Packets {
    private Packets() {}

    static Packet of(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        MemorySegment memory = Arena.global().allocate(Math.max(bytes.length, 1));
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        Packet packet = new Packet();
        packet.wrap(0, memory.address(), bytes.length, memory.address(), memory.address() + memory.byteSize());
        return packet;
    }

    static String hex(Packet packet) {
        byte[] bytes = new byte[packet.length()];
        packet.getBytes(0, bytes, 0, bytes.length);
        return HexFormat.of().formatHex(bytes);
    }
}
