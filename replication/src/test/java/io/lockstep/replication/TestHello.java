package io.lockstep.replication;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.Hello;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import java.util.Optional;
import java.util.UUID;

/** HELLOs as a test wants them: good but for what it names. */
final class TestHello {
    private TestHello() {}

    /** A fresh backup of epoch 1. */
    static Hello of(UUID node) {
        return of(node, Role.BACKUP, 1, 0, TestNode.IDENTITY);
    }

    static Hello of(UUID node, Role role, long epoch, int worker, PairIdentity identity) {
        return new Hello(FrameHeader.VERSION, worker, role, node, Optional.empty(), epoch, 0, identity);
    }

    /** A backup that holds the state of a session. */
    static Hello bound(UUID node, PairSession.Bound session, long nextOrdinal) {
        return new Hello(
                FrameHeader.VERSION,
                0,
                Role.BACKUP,
                node,
                Optional.of(session.sessionId()),
                1,
                nextOrdinal,
                TestNode.IDENTITY);
    }
}
