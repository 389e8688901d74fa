package io.lockstep.runtime.owner;

import io.lockstep.runtime.nf.HostedVariable;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison of one owner's state with the other node's: what to digest, and how often that has been done. Counts are written by
 * worker 0 and read by anyone.
 */
public final class StateCheck {
    private final HostedVariable<StateDigest> variable;
    private long checks;
    private long passes;
    private volatile long checksTotal;
    private volatile long passesTotal;

    private StateCheck(int owner, List<HostedVariable<?>> variables) {
        this.variable =
                new HostedVariable<>("lockstep.check-" + owner, owner, new StateDigest(owner, variables), List.of());
    }

    /** Makes one for each owner. */
    public static List<StateCheck> ofOwners(int owners, List<HostedVariable<?>> variables) {
        List<StateCheck> all = new ArrayList<>();
        for (int owner = 0; owner < owners; owner++) {
            all.add(new StateCheck(owner, variables));
        }
        return List.copyOf(all);
    }

    /** The hidden variable that digests go to. */
    public HostedVariable<StateDigest> variable() {
        return variable;
    }

    /** The owner's state. */
    public StateDigest state() {
        return variable.state();
    }

    /** Counts a digest that was streamed (primary) or found equal (backup). Worker 0. */
    public void count(long position) {
        checksTotal = ++checks;
        if (state().isLast(position)) {
            passesTotal = ++passes;
        }
    }

    /** Digests streamed or found equal. Any thread. */
    public long checks() {
        return checksTotal;
    }

    /** How often the end of the state has been reached. Any thread. */
    public long passes() {
        return passesTotal;
    }
}
