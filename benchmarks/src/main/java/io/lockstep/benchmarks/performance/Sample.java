package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.NodeStatus;
import java.util.function.Predicate;

/**
 * A node's figures at one moment.
 *
 * @param ns {@link System#nanoTime} of that moment
 * @param status the figures
 * @param cpuNs CPU time of the threads that move packets, since their start
 */
record Sample(long ns, NodeStatus status, long cpuNs) {
    /** Packets received by a primary since an earlier moment. */
    long received(Sample before) {
        return status.counts().received() - before.status.counts().received();
    }

    /** Packets that left since an earlier moment. */
    long released(Sample before) {
        return status.counts().released() - before.status.counts().released();
    }

    /** Millions of released packets a second since an earlier moment. */
    double releasedRate(Sample before) {
        return released(before) * 1e3 / (ns - before.ns);
    }

    /** Nanoseconds in which the agents of such a name had work, since an earlier moment. */
    long busyNs(Sample before, Predicate<String> agent) {
        return busyNs(agent) - before.busyNs(agent);
    }

    /** Packets lost since an earlier moment. */
    long lost(Sample before) {
        return lost() - before.lost();
    }

    private long busyNs(Predicate<String> agent) {
        return status.agents().stream()
                .filter(each -> agent.test(each.name()))
                .mapToLong(NodeStatus.Agent::busyNs)
                .sum();
    }

    private long lost() {
        return status.drops().values().stream().mapToLong(Long::longValue).sum();
    }
}
