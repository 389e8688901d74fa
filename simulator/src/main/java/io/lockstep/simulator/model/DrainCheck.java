package io.lockstep.simulator.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a backup that has drained must have done with what it had received: all of it, and as the primary did whatever no missing
 * access precedes.
 *
 * <p>"Precedes" also by way of the in-flight window: a worker starts no record before the one {@code inFlight} ordinals older has ended.
 *
 * <p>One exception: a record behind a gap may make other accesses than it did on the primary; these have no number and run as they
 * come, also before numbered ones of another owner. Nobody has seen a result of those, so either order will do. Where one of
 * them has come between, results are not compared.
 */
final class DrainCheck {
    private final ModelNode node;
    private final ModelNode origin;
    private final long[] received;
    private final int inFlight;
    /** For each owner, how many of the primary's accesses have all that precedes them. */
    private final int[] closed;
    /** Accesses in these prefixes, by input. */
    private final Map<Long, Integer> passed = new HashMap<>();

    /** For each worker, how many of its first records have all their accesses in these prefixes. */
    private final int[] done;

    DrainCheck(ModelNode node, ModelNode origin, long[] received, int inFlight) {
        this.node = node;
        this.origin = origin;
        this.received = received;
        this.inFlight = inFlight;
        this.done = new int[received.length];
        this.closed = new int[node.owners()];
    }

    void run() {
        for (int worker = 0; worker < received.length; worker++) {
            if (node.started(worker) != received[worker]) {
                throw new Violation("I3: worker " + worker + " of " + node.name() + " has received " + received[worker]
                        + " records and executed " + node.started(worker) + " before it goes live");
            }
        }
        close();
        for (int owner = 0; owner < closed.length; owner++) {
            if (strangerCameBetween(owner)) {
                return;
            }
        }
        for (int owner = 0; owner < closed.length; owner++) {
            checkOwner(owner);
        }
    }

    private void close() {
        int[] before;
        do {
            before = closed.clone();
            for (int owner = 0; owner < closed.length; owner++) {
                while (isClosed(owner)) {
                    passed.merge(origin.history(owner).id(closed[owner]), 1, Integer::sum);
                    closed[owner]++;
                }
            }
        } while (!Arrays.equals(before, closed));
    }

    /** Whether the access behind an owner's closed prefix belongs to a received record whose earlier accesses are in closed prefixes. */
    private boolean isClosed(int owner) {
        History history = origin.history(owner);
        int at = closed[owner];
        if (at >= history.size()) {
            return false;
        }
        ModelInput input = origin.input(history.id(at));
        return input.ordinal < received[input.worker]
                && input.ordinal - inFlight < done(input.worker)
                && passed.getOrDefault(input.id, 0) == history.index(at);
    }

    private int done(int worker) {
        while (done[worker] < received[worker]) {
            ModelInput input = origin.startAt(worker, done[worker]);
            if (!input.ended() || passed.getOrDefault(input.id, 0) < input.accesses()) {
                break;
            }
            done[worker]++;
        }
        return done[worker];
    }

    private boolean strangerCameBetween(int owner) {
        Set<String> known = new HashSet<>();
        for (int at = 0; at < closed[owner]; at++) {
            known.add(origin.history(owner).id(at) + "/" + origin.history(owner).index(at));
        }
        History ours = node.history(owner);
        for (int at = 0; at < Math.min(closed[owner], ours.size()); at++) {
            if (!known.contains(ours.id(at) + "/" + ours.index(at))) {
                return true;
            }
        }
        return false;
    }

    private void checkOwner(int owner) {
        for (int at = 0; at < closed[owner]; at++) {
            if (at >= node.history(owner).size() || !node.history(owner).sameAt(at, origin.history(owner))) {
                throw new Violation("I3: owner " + owner + " of " + node.name() + ", drained, ran as number " + at + " "
                        + node.history(owner).at(at) + "; it had received all that precedes "
                        + origin.history(owner).at(at));
            }
        }
    }
}
