package io.lockstep.nat;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The value of a mapping: 24 of the 40 bytes that share the entry's cache line with the key (the inside endpoint) and the
 * deadline.
 *
 * <pre>
 *   offset 0  external endpoint
 *          8  remote endpoint of the TCP connection that is followed
 *         16  generation: grows with every mapping
 *         20  TCP state | 21  inside port | 22  external address index | 23  reserved
 * </pre>
 */
final class MappingLayout {
    private static final StructLayout VALUE = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("external"),
            ValueLayout.JAVA_LONG.withName("remote"),
            ValueLayout.JAVA_INT.withName("generation"),
            ValueLayout.JAVA_BYTE.withName("tcpState"),
            ValueLayout.JAVA_BYTE.withName("insidePort"),
            ValueLayout.JAVA_BYTE.withName("addressIndex"),
            MemoryLayout.paddingLayout(1));

    static final int EXTERNAL = offset("external");
    static final int REMOTE = offset("remote");
    static final int GENERATION = offset("generation");
    static final int TCP_STATE = offset("tcpState");
    static final int INSIDE_PORT = offset("insidePort");
    static final int ADDRESS_INDEX = offset("addressIndex");
    static final int BYTES = (int) VALUE.byteSize();

    private MappingLayout() {}

    private static int offset(String field) {
        return (int) VALUE.byteOffset(PathElement.groupElement(field));
    }
}
