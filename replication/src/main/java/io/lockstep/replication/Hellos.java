package io.lockstep.replication;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.Hello;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Term;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** The HELLO of this node. */
final class Hellos {
    private Hellos() {}

    static Hello of(ChannelSetup setup, Term term, long nextOrdinal) {
        Optional<PairSession.Bound> session =
                Optional.ofNullable(setup.session().get());
        return new Hello(
                FrameHeader.VERSION,
                setup.worker(),
                term.role(),
                setup.session().nodeId(),
                session.map(PairSession.Bound::sessionId),
                term.epoch(),
                nextOrdinal,
                setup.identity());
    }

    /** Fails when this node's identity can never be sent; better now than at the first dial. */
    static void checkSendable(ChannelSetup setup) {
        ByteBuf frame = Unpooled.buffer();
        of(setup, setup.term().get(), 0).write(frame);
        if (frame.readableBytes() > FrameHeader.MAX_HELLO_BYTES) {
            throw new IllegalArgumentException("the pair's identity takes " + frame.readableBytes()
                    + " bytes in a HELLO, which has at most " + FrameHeader.MAX_HELLO_BYTES);
        }
    }
}
