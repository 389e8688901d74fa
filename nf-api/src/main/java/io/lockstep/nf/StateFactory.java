package io.lockstep.nf;

import io.lockstep.nf.state.Regions;

/**
 * Makes the state of one shared variable when the node starts.
 *
 * @param <S> the state's type
 */
@FunctionalInterface
public interface StateFactory<S> {
    /** Makes the state; everything mutable in it lives in memory taken from {@code regions}. */
    S create(Regions regions);
}
