package io.lockstep.replication.wire;

import io.lockstep.runtime.replication.RecordLayout;

/**
 * What a record of this pair can be. The handshake has compared the values that these follow from, so a record beyond them is
 * not a record of this primary.
 *
 * @param owners number of state owners, 1 to 64
 * @param ports number of ports, 1 to 256
 * @param timers number of timers that the network functions have declared
 * @param maxTags most tags of a record
 * @param maxPacketBytes most bytes of a packet
 * @param maxRecordBytes most bytes of a record, what the inbox can take
 */
public record RecordLimits(int owners, int ports, int timers, int maxTags, int maxPacketBytes, int maxRecordBytes) {
    /** Checks the ranges. */
    public RecordLimits {
        check("owners", owners, 1, RecordLayout.MAX_OWNERS);
        check("ports", ports, 1, 256);
        check("timers", timers, 0, RecordLayout.MAX_TIMERS);
        check("maxTags", maxTags, 0, RecordLayout.MAX_TAGS);
        check("maxPacketBytes", maxPacketBytes, 1, RecordLayout.MAX_PACKET_BYTES);
        check("maxRecordBytes", maxRecordBytes, RecordLayout.HEADER_BYTES, Integer.MAX_VALUE);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " to " + most);
        }
    }
}
