package io.lockstep.runtime.worker;

import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.replication.ReplicationLog;

/**
 * Walks through every owner's state on worker 0 of a protected primary, a piece at a time: each step is an input without a packet whose
 * one access takes the digest. Worker thread only.
 *
 * <p>None starts before the backup has executed the one before, so that checks neither fill the log nor pile up on a backup that lags.
 */
final class CheckInput {
    private static final StateCheck[] NONE = {};

    private final StateCheck[] checks;
    private final long intervalNs;
    private final ReplicationLog log;
    private final long[] positions;
    private int owner;
    private long dueNs = Long.MAX_VALUE;
    private long lastOrdinal = -1;

    /** Makes a walk with a step of every owner per {@code intervalNs}; 0: none. */
    CheckInput(StateCheck[] checks, long intervalNs, ReplicationLog log) {
        this.checks = intervalNs == 0 ? NONE : checks;
        this.intervalNs = intervalNs;
        this.log = log;
        this.positions = new long[checks.length];
    }

    /** The node has become primary: the first round is one interval from now. */
    void arm(long nowNs) {
        dueNs = checks.length == 0 ? Long.MAX_VALUE : nowNs + intervalNs;
    }

    /** Starts the next check when it is due; the round goes on in later duty cycles. */
    int poll(PortInput input, long nowNs, long secret) {
        if (nowNs < dueNs || log.acknowledgedOrdinal() <= lastOrdinal) {
            return 0;
        }
        int work = 0;
        if (owner < checks.length) {
            work = start(input, nowNs, secret);
        } else {
            owner = 0;
            dueNs = nowNs + intervalNs;
        }
        return work;
    }

    private int start(PortInput input, long nowNs, long secret) {
        StateCheck check = checks[owner];
        long position = positions[owner];
        long stateBytes = check.state().stateBytes();
        if (stateBytes > 0) {
            long ordinal = input.nextOrdinal();
            if (!input.startCheck(owner, position, stateBytes, nowNs, secret)) {
                return 0;
            }
            lastOrdinal = ordinal;
            positions[owner] = check.state().next(position);
        }
        owner++;
        return 1;
    }
}
