package io.lockstep.simulator.model;

import java.util.HashMap;
import java.util.Map;

/**
 * Epochs over the whole life of a run, restarts included (I6): no two machines ever release as primary in one epoch; an epoch is on disk
 * before a node acts in it; what a machine has served or learnt and written down it does not forget.
 *
 * <p><b>Exempt:</b> two machines may release at the same time in <i>different</i> epochs: policy {@code continue}, the link cut, and an
 * operator who promotes. They may do so in the <i>same</i> epoch after a backup without state was promoted by force while its primary
 * waited for it: that primary may take the very next epoch at the same time, and both say so. And a fenced node that dies before its file is synced comes back as if it had heard nothing.
 */
public final class EpochModel {
    private final Map<Long, Integer> releasers = new HashMap<>();
    private final long[] known = new long[2];
    private boolean forced;

    /**
     * A node's conductor or its epoch file has done something.
     *
     * @param acts whether it is primary, or is being promoted
     * @param epoch of its term
     * @param durable the epoch on its disk
     */
    public void onTerm(String name, boolean acts, long epoch, long durable) {
        if (acts && epoch > 1 && durable < epoch) {
            throw new Violation("I6: " + name + " acts in epoch " + epoch + ", and its disk has " + durable);
        }
    }

    /** A node starts: in an epoch that its disk knows of, or a later one. */
    public void onStart(String name, long epoch, long durable) {
        if (epoch < durable) {
            throw new Violation("I6: " + name + " starts in epoch " + epoch + ", and its disk has " + durable);
        }
    }

    /** A backup without state is promoted by force. */
    public void forced() {
        forced = true;
    }

    /** Whether that has happened. */
    public boolean wasForced() {
        return forced;
    }

    /** A promotion begins: its epoch is a new one. */
    public void onPromotion(String name, int machine, long epoch) {
        if (epoch <= known[machine]) {
            throw new Violation(
                    "I6: " + name + " is promoted to epoch " + epoch + ", its machine knew epoch " + known[machine]);
        }
        learns(machine, epoch);
    }

    /** A node has handed over, which it may say only once its disk says that there is a next epoch, and goes on saying so. */
    public void onHandedOver(String name, int machine, long epoch, long durableSeen) {
        if (durableSeen <= epoch) {
            throw new Violation("I6: " + name + " has handed over epoch " + epoch
                    + ", and its disk has heard of none after " + durableSeen);
        }
        learns(machine, epoch + 1);
    }

    /** A node has started: it names the epoch that its machine knew, or is a primary that takes no backup before that is settled. */
    public void onRestart(String name, int machine, long epoch, boolean servesAtOnce) {
        if (epoch < known[machine] && (machine == 1 || servesAtOnce)) {
            throw new Violation(
                    "I6: " + name + " starts in epoch " + epoch + ", its machine knew epoch " + known[machine]);
        }
    }

    /** A machine's process has served in an epoch, or has heard of it, and it is on disk. */
    public void learns(int machine, long epoch) {
        known[machine] = Math.max(known[machine], epoch);
    }

    /** A packet leaves a node because it is primary. */
    public void onRelease(String name, int machine, long epoch) {
        if (epoch < known[machine]) {
            throw new Violation("I6: " + name + " releases as primary of epoch " + epoch
                    + ", an earlier process of its machine knew of epoch " + known[machine]);
        }
        Integer before = releasers.putIfAbsent(epoch, machine);
        if (before != null && before != machine && !forced) {
            throw new Violation("I6: " + name + " releases as primary of epoch " + epoch + ", in which machine "
                    + before + " has released");
        }
    }
}
