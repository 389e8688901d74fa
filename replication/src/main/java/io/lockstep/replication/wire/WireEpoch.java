package io.lockstep.replication.wire;

import io.lockstep.runtime.role.Term;
import io.netty.buffer.ByteBuf;

/** An epoch on the wire, held against its bounds: a peer must not be able to name one behind which there is none. */
final class WireEpoch {
    private WireEpoch() {}

    static long read(ByteBuf frame, String what) throws MalformedFrameException {
        long epoch = frame.readLongLE();
        if (epoch < 0 || epoch > Term.MAX_EPOCH) {
            throw new MalformedFrameException(what + " names epoch " + epoch + ", expected 0 to " + Term.MAX_EPOCH);
        }
        return epoch;
    }
}
