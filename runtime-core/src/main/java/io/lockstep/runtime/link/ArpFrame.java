package io.lockstep.runtime.link;

import io.lockstep.runtime.memory.Memory;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826) in its frame. Static accessors over the frame's address; no state.
 *
 * <pre>
 *   0        6        12     14       16       18   19   20     22          28         32          38         42
 *   +--------+--------+------+--------+--------+----+----+------+-----------+----------+-----------+----------+
 *   | to MAC | from   | 0806 | hw = 1 | 0x0800 | 6  | 4  | oper | sender MAC| sender IP| target MAC| target IP|
 *   +--------+--------+------+--------+--------+----+----+------+-----------+----------+-----------+----------+
 * </pre>
 */
final class ArpFrame {
    static final int ETHERTYPE = 0x0806;
    /** Bytes of the frame without padding. */
    static final int MIN_BYTES = 42;
    /** Bytes of the frames that are sent: Ethernet's minimum without the check sequence. */
    static final int FRAME_BYTES = 60;

    static final int REQUEST = 1;
    static final int REPLY = 2;

    private static final long FIXED_PART = 0x0001_0800_0604L;

    private ArpFrame() {}

    static boolean valid(long frame, int lengthBytes) {
        return lengthBytes >= MIN_BYTES && MacAddress.read(frame + 14) == FIXED_PART;
    }

    static int operation(long frame) {
        return Short.reverseBytes((short) Memory.getUnsignedShort(frame + 20));
    }

    static long senderMac(long frame) {
        return MacAddress.read(frame + 22);
    }

    static int senderAddress(long frame) {
        return Integer.reverseBytes(Memory.getInt(frame + 28));
    }

    static int targetAddress(long frame) {
        return Integer.reverseBytes(Memory.getInt(frame + 38));
    }

    /** Writes a whole frame of {@link #FRAME_BYTES}. */
    static void write(
            long frame, long toMac, int operation, long senderMac, int senderAddress, long targetMac, int target) {
        MacAddress.write(frame, toMac);
        MacAddress.write(frame + 6, senderMac);
        Memory.putShort(frame + 12, Short.reverseBytes((short) ETHERTYPE));
        MacAddress.write(frame + 14, FIXED_PART);
        Memory.putShort(frame + 20, Short.reverseBytes((short) operation));
        MacAddress.write(frame + 22, senderMac);
        Memory.putInt(frame + 28, Integer.reverseBytes(senderAddress));
        MacAddress.write(frame + 32, targetMac);
        Memory.putInt(frame + 38, Integer.reverseBytes(target));
        for (int i = MIN_BYTES; i < FRAME_BYTES; i++) {
            Memory.putByte(frame + i, 0);
        }
    }
}
