package io.lockstep.simulator.world;

import io.lockstep.runtime.replication.PairSession;
import io.lockstep.simulator.model.ModelNode;
import java.util.HashMap;
import java.util.Map;

/** Which nodes' histories belong together: the one that opened a session and the one that replays it. */
final class Sessions {
    private final Map<PairSession.Bound, ModelNode> origins = new HashMap<>();
    private final Map<PairSession.Bound, ModelNode> backups = new HashMap<>();

    void opened(PairSession.Bound session, ModelNode primary) {
        origins.put(session, primary);
    }

    void replays(PairSession.Bound session, ModelNode backup) {
        backups.put(session, backup);
    }

    /** Who opened it; null when nobody did, or there is no session. */
    ModelNode origin(PairSession.Bound session) {
        return session == null ? null : origins.get(session);
    }

    /** Who replays it; null when nobody has. */
    ModelNode backup(PairSession.Bound session) {
        return session == null ? null : backups.get(session);
    }
}
