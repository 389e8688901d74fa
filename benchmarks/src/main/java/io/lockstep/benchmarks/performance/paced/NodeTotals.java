package io.lockstep.benchmarks.performance.paced;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.node.Node;
import java.io.Serializable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node's counters, summed over its workers.
 *
 * @param lost under the reasons that count in the balance, see {@link WorkerCounters}
 */
public record NodeTotals(
        long received, long timers, long replayed, long emitted, long released, long done, long left, long lost)
        implements Serializable {
    static NodeTotals of(Node node) {
        NodeTotals sum = new NodeTotals(0, 0, 0, 0, 0, 0, 0, 0);
        for (WorkerCounters counters : node.counters()) {
            sum = sum.plus(of(node, counters));
        }
        return sum;
    }

    /** As one line. */
    String toLine() {
        return Stream.of(received, timers, replayed, emitted, released, done, left, lost)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    /** Of one line. */
    static NodeTotals parse(String line) {
        long[] values =
                Stream.of(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new NodeTotals(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);
    }

    /** What was counted since an earlier reading. */
    public NodeTotals since(NodeTotals before) {
        return new NodeTotals(
                received - before.received,
                timers - before.timers,
                replayed - before.replayed,
                emitted - before.emitted,
                released - before.released,
                done - before.done,
                left - before.left,
                lost - before.lost);
    }

    private NodeTotals plus(NodeTotals other) {
        return new NodeTotals(
                received + other.received,
                timers + other.timers,
                replayed + other.replayed,
                emitted + other.emitted,
                released + other.released,
                done + other.done,
                left + other.left,
                lost + other.lost);
    }

    private static NodeTotals of(Node node, WorkerCounters counters) {
        long released = 0;
        for (int port = 0; port < node.links().size(); port++) {
            released += counters.releasedTotal(port);
        }
        long lost = 0;
        for (int reason = 0; reason < node.functions().reasonCount(); reason++) {
            if (reason >= Loss.values().length || !Loss.values()[reason].countsElsewhere()) {
                lost += counters.lostTotal(reason);
            }
        }
        return new NodeTotals(
                counters.receivedTotal(),
                counters.timersTotal(),
                counters.replayedTotal(),
                counters.emittedTotal(),
                released,
                counters.doneTotal(),
                counters.leftTotal(),
                lost);
    }
}
