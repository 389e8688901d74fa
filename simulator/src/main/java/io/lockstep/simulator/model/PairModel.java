package io.lockstep.simulator.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Both nodes' histories side by side. Called at every start of an input, every access, every frame that leaves and every
 * acknowledgement, at the moment it happens; throws a {@link Violation} where one breaks an invariant.
 *
 * <p><b>Exempt, and nothing else:</b> what a primary releases while it is {@link Regime#ALONE} need not be in a backup's history,
 * and what a promoted backup releases need not be in its old primary's. That is the documented hazard of the policy {@code continue}
 * without a witness: after it has lost its backup, the primary goes on unprotected, and an operator who promotes the backup then gets two
 * histories. All that left before, under replay or protection, is checked against both nodes all the same.
 */
public final class PairModel {
    private final Map<Long, byte[]> arrived = new HashMap<>();
    private final Released released = new Released();
    /** Timers that two nodes have fired on their own, at the same time with the same ordinal: not the same input. */
    private final Set<Long> sharedTimers = new HashSet<>();

    private final Set<Long> ownTimers = new HashSet<>();
    private final boolean primaryReleases;
    private final FlowOrder order;

    /**
     * A pair that has done nothing.
     *
     * @param primaryReleases which node lets output leave while the pair is protected
     * @param ordered whether the order of packets is checked: no node dies, no connection is lost, and there is one owner
     */
    public PairModel(boolean primaryReleases, boolean ordered) {
        this.primaryReleases = primaryReleases;
        this.order = ordered ? new FlowOrder() : null;
    }

    /** A frame is put on a wire towards a node; its id is the world's, never used twice. */
    public void arrive(long id, byte[] frame) {
        arrived.put(id, frame);
    }

    /** The frame found the receive queue full: a NIC's loss, not the pair's. */
    public void refused(long id) {
        arrived.remove(id);
    }

    /** Frames that have left so far. */
    public int releasedCount() {
        return released.count();
    }

    /** A worker has started an input. */
    public void onStart(
            ModelNode node,
            Regime regime,
            ModelNode origin,
            int worker,
            long id,
            int timer,
            int port,
            long now,
            long random) {
        byte[] frame = arrived.get(id);
        if (timer < 0 && frame == null) {
            throw new Violation("I2: " + node.name() + " starts " + Names.input(id) + ", which nobody has sent");
        }
        if (regime == Regime.STOPPED) {
            throw new Violation("I6: " + node.name() + " has stopped and starts " + Names.input(id));
        }
        ModelInput input = node.start(worker, id, port, now, random, frame);
        boolean replays = regime == Regime.REPLAYING || regime == Regime.PROMOTING;
        if (timer >= 0 && !replays && !ownTimers.add(id)) {
            sharedTimers.add(id);
        }
        if (replays) {
            checkStart(node, origin, input);
        }
    }

    private static void checkStart(ModelNode node, ModelNode origin, ModelInput input) {
        ModelInput theirs = origin == null ? null : origin.startAt(input.worker, input.ordinal);
        if (theirs == null || theirs.id != input.id) {
            throw new Violation("I2: " + node.name() + " replays " + Names.input(input.id) + " as record "
                    + input.ordinal + " of worker " + input.worker + ", the primary has "
                    + (theirs == null ? "none" : Names.input(theirs.id)));
        }
        if (theirs.now != input.now || theirs.random != input.random) {
            throw new Violation("I2: " + node.name() + " replays " + Names.input(input.id)
                    + " with another time or random number than the primary");
        }
    }

    /** An owner has run an access. */
    public void onAccess(
            ModelNode node,
            Regime regime,
            ModelNode origin,
            int variable,
            int owner,
            long id,
            int index,
            int operation,
            long drawn,
            long result) {
        node.access(variable, owner, id, index, operation, drawn, result);
        if (regime == Regime.REPLAYING) {
            int at = node.history(owner).size() - 1;
            if (origin == null || !node.history(owner).sameAt(at, origin.history(owner))) {
                throw new Violation("I2: owner " + owner + " of " + node.name() + " runs as number " + at + " "
                        + node.history(owner).at(at) + ", the primary ran "
                        + (origin == null ? "nothing" : origin.history(owner).at(at)));
            }
        }
    }

    /** A frame has left a node. {@code other} is the other node of the same session, dead or alive, or null. */
    public void onRelease(ModelNode node, Regime regime, ModelNode other, int port, byte[] frame, int length) {
        long id = ReleasedFrame.id(frame);
        int output = ReleasedFrame.output(frame);
        if (regime == Regime.STOPPED) {
            throw new Violation(
                    "I6: " + node.name() + " has stopped and releases output " + output + " of " + Names.input(id));
        }
        if (primaryReleases && (regime == Regime.REPLAYING || regime == Regime.PROMOTING)) {
            throw new Violation("I4: " + node.name() + " is " + regime + " and releases output " + output + " of "
                    + Names.input(id) + ", which is its primary's to release");
        }
        ModelInput input = node.input(id);
        if (input == null || !input.ended()) {
            throw new Violation("I1: " + node.name() + " releases output " + output + " of " + Names.input(id)
                    + ", which it has not executed");
        }
        ReleasedFrame.check(node.name(), input, output, port, frame, length);
        if (regime == Regime.REPLAYING || regime == Regime.PROTECTED) {
            checkSurvivor(node, other, input, output);
        }
        if (!sharedTimers.contains(id)) {
            released.add(node.name(), id, output);
        }
        if (order != null && output == 0 && input.frame() != null) {
            order.released(node.name(), input, input.port(), port);
        }
    }

    /** The other node must have executed it too, with the same results; what precedes it is a matter of I2. */
    private static void checkSurvivor(ModelNode node, ModelNode other, ModelInput input, int output) {
        ModelInput theirs = other == null ? null : other.input(input.id);
        if (theirs == null || !theirs.ended() || theirs.digest() != input.digest()) {
            throw new Violation("I1: " + node.name() + " releases output " + output + " of " + Names.input(input.id)
                    + ", which " + (other == null ? "no other node" : other.name()) + " has not executed"
                    + (theirs != null && theirs.ended() ? " alike" : ""));
        }
    }

    /**
     * A primary has taken an acknowledgement of all records of a worker before an ordinal, the first of which was not acknowledged
     * before is {@code from}: the backup has executed them, and released their output unless it may have lost some.
     */
    public void onAcknowledged(ModelNode primary, ModelNode backup, int worker, long from, long before) {
        for (long ordinal = from; ordinal < before; ordinal++) {
            ModelInput sent = primary.startAt(worker, (int) ordinal);
            ModelInput done = backup == null || sent == null ? null : backup.input(sent.id);
            if (done == null || !done.ended()) {
                throw new Violation("I1: record " + ordinal + " of worker " + worker + " is acknowledged to "
                        + primary.name() + " and not executed by " + (backup == null ? "anybody" : backup.name()));
            }
            for (int output = 0;
                    output < ModelInput.OUTPUTS && !primaryReleases && !backup.mayHaveLostOutput();
                    output++) {
                if (done.outputPort(output) >= 0 && released.releaser(done.id, output) == null) {
                    throw new Violation("I5: record " + ordinal + " of worker " + worker + " is acknowledged to "
                            + primary.name() + ", and output " + output + " of " + Names.input(done.id)
                            + " has never left");
                }
            }
        }
    }

    /** All that a node has executed has left, by whichever node; nothing has happened that may have cost output. */
    public void checkAllReleased(ModelNode node) {
        for (ModelInput input : node.inputs()) {
            checkReleased(node, input);
        }
    }

    /** The same, and all that has come to the pair has been executed by this node. */
    public void checkNothingLost(ModelNode node) {
        for (long id : arrived.keySet()) {
            ModelInput input = node.input(id);
            if (input == null || !input.ended()) {
                throw new Violation("I5: " + Names.input(id) + " came during a planned switchover and "
                        + (input == null ? "was never taken" : "has not ended") + " on " + node.name());
            }
        }
        checkAllReleased(node);
    }

    private void checkReleased(ModelNode node, ModelInput input) {
        for (int output = 0; output < ModelInput.OUTPUTS; output++) {
            if (input.outputPort(output) >= 0 && released.releaser(input.id, output) == null) {
                throw new Violation("I5: output " + output + " of " + Names.input(input.id) + ", executed by "
                        + node.name() + ", has never left");
            }
        }
    }

    /**
     * A backup has drained and goes live.
     *
     * @param origin whose session it replayed; null when it was promoted by force before it had any state
     * @param received number of records that each of its workers had received
     * @param inFlight most records of a worker that may be in flight
     */
    public void onDrained(ModelNode node, ModelNode origin, long[] received, int inFlight) {
        if (origin != null) {
            new DrainCheck(node, origin, received, inFlight).run();
        }
    }
}
