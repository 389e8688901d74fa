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
 *         16  status, read and written as one:
 *
 *    63     56 55           48 47       40 39      32 31                              0
 *   +---------+---------------+-----------+----------+---------------------------------+
 *   |    0    | address index |inside port|TCP state | generation, grows by mapping    |
 *   +---------+---------------+-----------+----------+---------------------------------+
 * </pre>
 *
 * <p>The address index is the external address's, the inside port the one of the last outbound packet.
 */
final class MappingLayout {
    private static final StructLayout VALUE = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("external"),
            ValueLayout.JAVA_LONG.withName("remote"),
            ValueLayout.JAVA_LONG.withName("status"));

    static final int EXTERNAL = offset("external");
    static final int REMOTE = offset("remote");
    static final int STATUS = offset("status");
    static final int BYTES = (int) VALUE.byteSize();

    private static final int TCP_STATE_SHIFT = 32;
    private static final int INSIDE_PORT_SHIFT = 40;
    private static final int ADDRESS_INDEX_SHIFT = 48;

    private MappingLayout() {}

    /** The status of a mapping that has not begun to live. */
    static long status(int addressIndex, int insidePort) {
        return (long) addressIndex << ADDRESS_INDEX_SHIFT | (long) insidePort << INSIDE_PORT_SHIFT;
    }

    /** The status at the begin of a life: another generation, no TCP connection. */
    static long reborn(long status, long generation) {
        return (status & -1L << INSIDE_PORT_SHIFT) | (generation & 0xffff_ffffL);
    }

    static long withInsidePort(long status, int insidePort) {
        return (status & ~(0xffL << INSIDE_PORT_SHIFT)) | (long) insidePort << INSIDE_PORT_SHIFT;
    }

    static long withTcpState(long status, int tcpState) {
        return (status & ~(0xffL << TCP_STATE_SHIFT)) | (long) tcpState << TCP_STATE_SHIFT;
    }

    static int generation(long status) {
        return (int) status;
    }

    static int tcpState(long status) {
        return (int) (status >>> TCP_STATE_SHIFT) & 0xff;
    }

    static int insidePort(long status) {
        return (int) (status >>> INSIDE_PORT_SHIFT) & 0xff;
    }

    static int addressIndex(long status) {
        return (int) (status >>> ADDRESS_INDEX_SHIFT) & 0xff;
    }

    private static int offset(String field) {
        return (int) VALUE.byteOffset(PathElement.groupElement(field));
    }
}
