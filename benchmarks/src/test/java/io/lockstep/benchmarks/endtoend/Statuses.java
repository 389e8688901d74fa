package io.lockstep.benchmarks.endtoend;

import io.lockstep.daemon.admin.NodeStatus;

/** Sums over a status. */
final class Statuses {
    private Statuses() {}

    /** Records claimed or replayed by all workers. */
    static long records(NodeStatus status) {
        return status.workers().stream().mapToLong(NodeStatus.Worker::records).sum();
    }

    /** Packets released through a port. */
    static long sent(NodeStatus status, String port) {
        return status.ports().stream()
                .filter(candidate -> candidate.name().equals(port))
                .findFirst()
                .orElseThrow()
                .txPackets();
    }

    /** Packets released through all ports. */
    static long sent(NodeStatus status) {
        return status.ports().stream().mapToLong(NodeStatus.Port::txPackets).sum();
    }

    /** Packets lost for any reason. */
    static long lost(NodeStatus status) {
        return status.drops().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Connections turned away by all channels. */
    static long refused(NodeStatus status) {
        return status.channels().stream().mapToLong(NodeStatus.Channel::refused).sum();
    }

    /** Frames that no channel could read. */
    static long malformed(NodeStatus status) {
        return status.channels().stream()
                .mapToLong(NodeStatus.Channel::malformed)
                .sum();
    }

    /** Connections that came to streaming, over all channels. */
    static long connections(NodeStatus status) {
        return status.channels().stream()
                .mapToLong(NodeStatus.Channel::connections)
                .sum();
    }

    /** Whether any channel's last problem has this text in it. */
    static boolean hasProblem(NodeStatus status, String text) {
        return status.channels().stream()
                .anyMatch(channel -> channel.lastProblem().contains(text));
    }
}
