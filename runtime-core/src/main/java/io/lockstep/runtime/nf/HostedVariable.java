package io.lockstep.runtime.nf;

import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.state.Region;
import java.util.List;

/**
 * A shared variable with its state: what a handle leads to on the owner's thread.
 *
 * @param <S> the state's type
 */
public final class HostedVariable<S> implements SharedVariable<S> {
    private final String name;
    private final int owner;
    private final S state;
    private final List<Region> regions;

    /** Makes a variable; done by {@link NodeFunctions}, and by benchmarks. */
    public HostedVariable(String name, int owner, S state, List<Region> regions) {
        this.name = name;
        this.owner = owner;
        this.state = state;
        this.regions = regions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int owner() {
        return owner;
    }

    /** The state. Owner thread only. */
    public S state() {
        return state;
    }

    /** The memory that holds the state. Owner thread only. */
    public List<Region> regions() {
        return regions;
    }
}
