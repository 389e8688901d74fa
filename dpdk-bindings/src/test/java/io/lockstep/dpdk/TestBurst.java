package io.lockstep.dpdk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The arrays of one worker, with readable access to what they hold. */
final class TestBurst implements AutoCloseable {
    final MemorySegment mbufs;
    final MemorySegment dataAddresses;
    final MemorySegment sourceAddresses;
    final MemorySegment lengths;
    private final Arena arena = Arena.ofConfined();

    TestBurst(int capacity) {
        mbufs = arena.allocate(ValueLayout.JAVA_LONG, capacity);
        dataAddresses = arena.allocate(ValueLayout.JAVA_LONG, capacity);
        sourceAddresses = arena.allocate(ValueLayout.JAVA_LONG, capacity);
        lengths = arena.allocate(ValueLayout.JAVA_INT, capacity);
    }

    /** Names a packet as the source of element {@code index} for {@link Mbufs#fill}. */
    void setSource(int index, byte[] packet) {
        MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet);
        sourceAddresses.setAtIndex(ValueLayout.JAVA_LONG, index, source.address());
        lengths.setAtIndex(ValueLayout.JAVA_INT, index, packet.length);
    }

    long dataAddress(int index) {
        return dataAddresses.getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    int length(int index) {
        return lengths.getAtIndex(ValueLayout.JAVA_INT, index);
    }

    /** Moves the start of a packet by {@code bytes}: negative into the headroom. */
    void moveStart(int index, int bytes) {
        dataAddresses.setAtIndex(ValueLayout.JAVA_LONG, index, dataAddress(index) + bytes);
        lengths.setAtIndex(ValueLayout.JAVA_INT, index, length(index) - bytes);
    }

    MemorySegment data(int index) {
        return MemorySegment.ofAddress(dataAddress(index)).reinterpret(length(index));
    }

    byte[] packet(int index) {
        return data(index).toArray(ValueLayout.JAVA_BYTE);
    }

    /** A packet whose every byte depends on its number and place. */
    static byte[] numbered(int number, int length) {
        byte[] packet = new byte[length];
        for (int i = 0; i < length; i++) {
            packet[i] = (byte) (number * 31 + i);
        }
        return packet;
    }

    @Override
    public void close() {
        arena.close();
    }
}
