package io.lockstep.nf.testkit;

import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.StateFactory;

/** A shared variable of a node, with its state and the regions that hold it. */
final class BedVariable<S> implements SharedVariable<S> {
    private final String name;
    private final int owner;
    private final NativeRegions regions = new NativeRegions();
    private final S state;

    BedVariable(String name, int owner, StateFactory<S> factory) {
        this.name = name;
        this.owner = owner;
        this.state = factory.create(regions);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int owner() {
        return owner;
    }

    S state() {
        return state;
    }

    NativeRegions regions() {
        return regions;
    }

    @Override
    public String toString() {
        return name + " (owner " + owner + ")";
    }
}
